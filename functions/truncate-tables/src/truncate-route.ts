import type { About } from '@cutover/shared/domain/restore/ports.ts';
import { truncateTables } from '@cutover/shared/domain/truncate/truncate-tables.ts';
import { undoTruncate } from '@cutover/shared/domain/truncate/undo-truncate.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import type { Logger } from '@cutover/shared/runtime/logger.ts';
import { answerProblem } from '@cutover/shared/runtime/problem.ts';
import { undoRecorded } from '@cutover/shared/runtime/recorded-undo.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { describeTable } from './describe-table.ts';
import { truncateDocumentation } from './documentation.ts';
import type { Ports } from './ports.ts';
import { previewTruncate } from './preview-truncate.ts';
import { type TruncateBody, truncateBodySchema } from './truncate-body.ts';

interface Order {
  readonly body: TruncateBody;
  readonly about: About;
  readonly log: Logger;
}

async function undo(ports: Ports, undoes: string, { body, about, log }: Order) {
  const order = { undoes, entity: body.entity_id ?? null, log };
  const { id, tables } = await undoRecorded(ports, order, () => undoTruncate(ports, undoes, about));
  log.info({ undo_id: id, undoes, tables: tables.length }, 'truncate undone');
  return { id, undoes, tables };
}

async function truncate(ports: Ports, confirm: string, { body, about, log }: Order) {
  const isForced = body.force === true;
  const request = { tables: body.tables, confirm, isForced, about };
  const { id, tables } = await truncateTables(ports, request);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  log.info({ truncate_id: id, rows, tables: tables.length, forced: isForced }, 'tables emptied');
  const database = ports.database;
  return { truncated: true, undo: id, database, rows, tables: tables.map(describeTable) };
}

/**
 * A request that says nothing empties all tables where other systems answer it: a 200 would be taken
 * for that.
 */
async function answerBare(ports: Ports, requestId: string) {
  const { message: detail, ...preview } = await previewTruncate(ports, {});
  const title = 'The request is not confirmed';
  const problem = { status: 409, title, code: 'conflict', detail, ...preview };
  return answerProblem(problem, requestId);
}

/** Empties tables, shows what would go, or takes a truncate back. */
export const truncateRoute = route({
  method: 'POST',
  paths: ['/truncate-tables'],
  access: 'admin',
  summary: 'Empties tables, shows what would go, or takes a truncate back',
  query: z.strictObject({}),
  body: truncateBodySchema,
  documentation: truncateDocumentation,
  run: async (ports: Ports, { body, caller, requestId, log }) => {
    const why = body.reason === undefined ? {} : { reason: body.reason };
    const order = { body, about: { actor: caller, request_id: requestId, ...why }, log };
    if (body.undo !== undefined) return answerJson(await undo(ports, body.undo, order));
    if (body.confirm !== undefined) return answerJson(await truncate(ports, body.confirm, order));
    if (Object.keys(body).length === 0) return answerBare(ports, requestId);
    return answerJson(await previewTruncate(ports, body));
  },
});
