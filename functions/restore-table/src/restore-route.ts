import type { About } from '@cutover/shared/domain/restore/ports.ts';
import { type Restored, restoreTables } from '@cutover/shared/domain/restore/restore-tables.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { undoRecorded } from '@cutover/shared/runtime/recorded-undo.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { restoreDocumentation } from './documentation.ts';
import type { Ports } from './ports.ts';
import { restoreRecorded } from './recorded-restore.ts';
import { restoreBodySchema } from './restore-body.ts';

interface Order {
  readonly body: z.infer<typeof restoreBodySchema>;
  readonly about: About;
  readonly log: Logger;
}

async function undo(ports: Ports, undoes: string, { body, about, log }: Order) {
  const order = { undoes, entity: body.entity, log };
  const { id, tables } = await undoRecorded(ports, order, () => ports.replacer.undo(undoes, about));
  log.info({ restore_id: id, undoes, tables: tables.length }, 'restore undone');
  return { id, undoes, tables };
}

/** A rehearsal moves nothing, and a table of another name is none of the entity's. */
function restore(ports: Ports, { body, about, log }: Order): Promise<Restored> {
  const request = { ...body.restore, about };
  const entity = body.entity ?? ports.defaultEntity;
  const isRecorded = !request.isRehearsal && request.as === null;
  if (entity === null || !isRecorded) return restoreTables(ports, request);
  return restoreRecorded(ports, request, { entity, log });
}

const describe = ({ id, set, tables }: Restored) => ({
  id,
  dry_run: id === null,
  set_id: set?.setId ?? null,
  taken_at: set?.takenAt ?? null,
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  tables,
});

/** Restores tables, tries that without changing them, or takes a restore back. */
export const restoreRoute = route({
  method: 'POST',
  paths: ['/restore-table'],
  access: 'admin',
  summary: 'Restores tables, tries that without changing them, or takes a restore back',
  query: z.strictObject({}),
  body: restoreBodySchema,
  documentation: restoreDocumentation,
  run: async (ports: Ports, { body, caller, requestId, log }) => {
    const { reason } = body;
    const about = { actor: caller, request_id: requestId, ...(reason === null ? {} : { reason }) };
    const order = { body, about, log };
    if (body.undo !== null) return answerJson(await undo(ports, body.undo, order));
    const answer = describe(await restore(ports, order));
    const { id: restore_id, dry_run, set_id, rows, tables } = answer;
    log.info({ restore_id, dry_run, set_id, rows, tables: tables.length }, 'restore finished');
    return answerJson(answer);
  },
});
