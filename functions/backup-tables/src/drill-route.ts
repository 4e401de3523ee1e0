import { recordDrill } from '@cutover/shared/domain/backup/record-set.ts';
import { findSet } from '@cutover/shared/domain/backup/set-folder.ts';
import { drillSet } from '@cutover/shared/domain/restore/drill-set.ts';
import { wholeNumberSchema } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import { recordOnce } from '@cutover/shared/runtime/work-recording.ts';
import * as z from 'zod';
import { drillDocumentation } from './documentation/proofs.ts';
import type { Ports } from './ports.ts';

/** Restores a set into scratch tables, and answers what it found; the record stays with the set. */
export const drillRoute = route({
  method: 'POST',
  paths: ['/backups/{id}/drill'],
  access: 'operator',
  summary: 'Restores a set into scratch tables and keeps what that proved',
  query: z.strictObject({}),
  body: z.strictObject({ entity_id: wholeNumberSchema('entity_id').optional() }).prefault({}),
  documentation: drillDocumentation,
  run: async (ports: Ports, { parameters: { id = '' }, body, caller, requestId, log }) => {
    const { store, restore, now, makeSuffix, database } = ports;
    const folder = await findSet(store, database, id);
    const about = { actor: caller, request_id: requestId };
    const proof = await drillSet({ ...restore, now, makeSuffix }, folder, about);
    const fields = { set_id: proof.set_id, faults: proof.faults.length };
    if (proof.passed) log.info(fields, 'backup drilled');
    else log.error(fields, 'backup failed its drill');
    const entity = body.entity_id ?? ports.defaultEntity;
    if (entity !== null) {
      const link = store.addressOf(folder.manifest.name);
      await recordOnce(ports, recordDrill(proof, entity, link), log);
    }
    const { version: _, ...answer } = proof;
    return answerJson(answer);
  },
});
