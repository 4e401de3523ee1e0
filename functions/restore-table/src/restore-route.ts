import type { About } from '@cutover/shared/domain/restore/ports.ts';
import { type Restored, restoreTables } from '@cutover/shared/domain/restore/restore-tables.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import type { Ports } from './ports.ts';
import { restoreBodySchema } from './restore-body.ts';

async function undo({ replacer }: Ports, undoes: string, about: About, log: Logger) {
  const { id, tables } = await replacer.undo(undoes, about);
  log.info({ restore_id: id, undoes, tables: tables.length }, 'restore undone');
  return { id, undoes, tables };
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
  run: async (ports: Ports, { body, caller, requestId, log }) => {
    const { reason } = body;
    const about = { actor: caller, request_id: requestId, ...(reason === null ? {} : { reason }) };
    if (body.undo !== null) return answerJson(await undo(ports, body.undo, about, log));
    const answer = describe(await restoreTables(ports, { ...body.restore, about }));
    const { id: restore_id, dry_run, set_id, rows, tables } = answer;
    log.info({ restore_id, dry_run, set_id, rows, tables: tables.length }, 'restore finished');
    return answerJson(answer);
  },
});
