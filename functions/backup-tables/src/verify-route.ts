import { findSet } from '@cutover/shared/domain/backup/set-folder.ts';
import { verifySet } from '@cutover/shared/domain/backup/verify-set.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { verifyDocumentation } from './documentation/proofs.ts';
import type { Ports } from './ports.ts';

/** Reads every byte of a set, and answers what it found; the record stays with the set. */
export const verifyRoute = route({
  method: 'POST',
  paths: ['/backups/{id}/verify'],
  access: 'operator',
  summary: 'Reads every byte of a set and keeps what that proved',
  query: z.strictObject({}),
  documentation: verifyDocumentation,
  run: async (ports: Ports, { parameters: { id = '' }, log }) => {
    const folder = await findSet(ports.store, ports.database, id);
    const { version: _, ...proof } = await verifySet(ports, folder);
    const fields = { set_id: proof.set_id, faults: proof.faults.length };
    if (proof.passed) log.info(fields, 'backup verified');
    else log.error(fields, 'backup damaged');
    return answerJson(proof);
  },
});
