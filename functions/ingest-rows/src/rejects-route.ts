import { AppError } from '@cutover/shared/domain/app-error.ts';
import type { Load } from '@cutover/shared/domain/ingest/load.ts';
import type { KeptReject } from '@cutover/shared/domain/ingest/load-reader.ts';
import { notAddedText, notAddedType } from '@cutover/shared/domain/ingest/not-added-text.ts';
import { type RejectSelection, rejectStates } from '@cutover/shared/domain/ingest/ports.ts';
import { publishedRejects } from '@cutover/shared/domain/ingest/published-rejects.ts';
import { oneOf } from '@cutover/shared/domain/tracking/field-schemas.ts';
import { chooseMediaType } from '@cutover/shared/runtime/accept.ts';
import { type Answer, answerJson } from '@cutover/shared/runtime/answer.ts';
import { pageOf, pageParameters } from '@cutover/shared/runtime/page-parameters.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { rejectsDocumentation } from './documentation/rejects.ts';
import { findLoad } from './find-load.ts';
import type { Ports } from './ports.ts';

const mediaTypes = { json: 'application/json', csv: 'text/csv' } as const;
type Format = keyof typeof mediaTypes;
const formats = Object.keys(mediaTypes) as Format[];

const querySchema = z.strictObject({
  state: oneOf('state', [...rejectStates, 'all']).optional(),
  format: oneOf('format', formats).optional(),
  ...pageParameters,
});

function chooseFormat(named: Format | undefined, accept: string | undefined): Format {
  const chosen = named ?? chooseMediaType(accept, Object.values(mediaTypes));
  const format = formats.find((name) => name === chosen || mediaTypes[name] === chosen);
  if (format !== undefined) return format;
  throw new AppError('not-acceptable', 'Rejects come as application/json and as text/csv.', {
    details: [{ at: 'Accept', message: 'Name one of them, or use the parameter format.' }],
  });
}

/** The record as it came, by the names of its file; what stood behind the last column in `extra`. */
function describeRecord({ plan }: Load, cells: readonly string[]) {
  const { fileColumns = [], fileCells = [], width = 0 } = plan?.columns ?? {};
  const row = fileColumns.map((name, at) => [name, cells[fileCells[at] ?? -1] ?? null] as const);
  return { row: Object.fromEntries(row), extra: cells.slice(width) };
}

const describeReject = (load: Load, reject: KeptReject) => ({
  reject_id: reject.id,
  state: reject.state,
  line: reject.line,
  ...describeRecord(load, reject.cells),
  errors: reject.faults,
  closed_at: reject.closedAt,
  closed_by_load: reject.closedBy,
  superseded_by: reject.supersededBy,
  discarded_by: reject.discardedBy,
  discard_reason: reject.discardReason,
});

/** CSV comes whole. */
function refuseParts(query: { readonly limit?: unknown; readonly cursor?: unknown }): void {
  const details = (['limit', 'cursor'] as const)
    .filter((name) => query[name] !== undefined)
    .map((at) => ({ at, message: `${at} is for JSON; CSV comes whole.` }));
  if (details.length > 0) throw new AppError('invalid-request', 'CSV comes whole.', { details });
}

async function answerCsv(
  { loads }: Ports,
  load: Load,
  selection: RejectSelection,
): Promise<Answer> {
  const survey = await loads.surveyRejects(selection);
  const fileName = `not-added-${load.id}.csv`;
  return {
    type: notAddedType,
    body: notAddedText(load, survey, loads.rejectPages(selection, survey)),
    headers: { vary: 'accept', 'content-disposition': `attachment; filename="${fileName}"` },
  };
}

/**
 * A load's rejects: page by page as JSON, or all as CSV, the same text as its not_added file. Without
 * `state` they are those that the not_added file holds.
 */
export const rejectsRoute = route({
  method: 'GET',
  paths: ['/loads/{id}/rejects'],
  access: 'viewer',
  summary: 'The rejects of a load, as JSON or as its not_added file',
  produces: Object.values(mediaTypes),
  query: querySchema,
  documentation: rejectsDocumentation,
  run: async (ports: Ports, { parameters, query, headers }) => {
    const format = chooseFormat(query.format, headers.accept);
    const { load } = await findLoad(ports, parameters.id ?? '');
    const { state, limit, cursor } = query;
    const published = publishedRejects(load);
    const selection: RejectSelection =
      state === undefined ? published : { ...published, state: state === 'all' ? null : state };
    if (format === 'csv') {
      refuseParts({ limit, cursor });
      return answerCsv(ports, load, selection);
    }
    const page = await ports.loads.listRejects(selection, pageOf({ limit, cursor }));
    const items = page.items.map((reject) => describeReject(load, reject));
    return answerJson({ items, next: page.next }, { headers: { vary: 'accept' } });
  },
});
