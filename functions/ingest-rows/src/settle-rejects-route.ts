import {
  type RepairResult,
  repairRejects,
  requireRejects,
} from '@cutover/shared/domain/batch/repair-rejects.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import type { KeptReject } from '@cutover/shared/domain/ingest/load-reader.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { type Call, route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { settleDocumentation } from './documentation/rejects.ts';
import { exactBody } from './exact-body.ts';
import { findLoad } from './find-load.ts';
import type { Ports } from './ports.ts';
import { type RejectsBody, rejectsBodySchema } from './rejects-body.ts';

type SettleCall = Call<object, RejectsBody>;

/** How a closed reject came to be closed. */
const describeEnd = (reject: KeptReject) => ({
  state: reject.state,
  closed_at: reject.closedAt,
  closed_by_load: reject.closedBy,
  superseded_by: reject.supersededBy,
  discarded_by: reject.discardedBy,
  discard_reason: reject.discardReason,
});

function describeResult({ reject, result }: RepairResult) {
  const facts = { reject_id: reject.id, ...describeEnd(reject) };
  return typeof result === 'string'
    ? { ...facts, result }
    : { ...facts, result: 'rejected', errors: result };
}

async function repair(ports: Ports, load: Load, call: SettleCall) {
  const { repairs: rounded = [] } = call.body;
  const exact = exactBody(call.bytes ?? new Uint8Array(), call.body).repairs ?? rounded;
  const repairs = rounded.map(({ reject_id: rejectId, row }, at) => ({
    rejectId,
    row: exact[at]?.row ?? row,
  }));
  const order = { load, repairs, actor: call.caller, now: ports.now() };
  const results = (await repairRejects(ports, order)).map(describeResult);
  const count = (wanted: string) => results.filter(({ result }) => result === wanted).length;
  const counts = {
    inserted: count('inserted'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    closed: count('closed'),
  };
  call.log.info({ load_id: load.id, ...counts }, 'rejects repaired');
  return { load_id: load.id, counts, results };
}

async function discardSome(ports: Ports, load: Load, ids: readonly string[], call: SettleCall) {
  const find = () => requireRejects(ports.loads, load.id, ids, (at) => `/discard/${at}`);
  await find();
  const why = { actor: call.caller, reason: call.body.reason ?? '' };
  const discarded = await ports.discarder.discard(load.id, ids, why);
  const results = [...(await find()).values()].map((reject) => ({
    reject_id: reject.id,
    ...describeEnd(reject),
    result: discarded.includes(reject.id) ? 'discarded' : 'closed',
  }));
  return { load_id: load.id, discarded: discarded.length, results };
}

async function discard(ports: Ports, load: Load, call: SettleCall) {
  const { discard: ids = [], reason = '' } = call.body;
  const answer =
    ids === 'all'
      ? {
          load_id: load.id,
          discarded: await ports.discarder.discardAll(load.id, { actor: call.caller, reason }),
        }
      : await discardSome(ports, load, ids, call);
  call.log.info({ load_id: load.id, discarded: answer.discarded }, 'rejects discarded');
  return answer;
}

/** Repairs the records of a load's rejects, or discards rejects for a reason. */
export const settleRejectsRoute = route({
  method: 'POST',
  paths: ['/loads/{id}/rejects'],
  access: 'operator',
  summary: 'Repairs the records of rejects, or discards rejects for a reason',
  query: z.strictObject({}),
  body: rejectsBodySchema,
  mostBytes: 16 * 1024 * 1024,
  documentation: settleDocumentation,
  run: async (ports: Ports, call) => {
    const { load } = await findLoad(ports, call.parameters.id ?? '');
    const settle = call.body.repairs === undefined ? discard : repair;
    const answer = await settle(ports, load, call);
    ports.followUp();
    return answerJson(answer);
  },
});
