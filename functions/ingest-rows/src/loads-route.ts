import { loadStates } from '@cutover/shared/domain/ingest/load.ts';
import { loadKinds } from '@cutover/shared/domain/ingest/load-source.ts';
import { readTableNames } from '@cutover/shared/domain/ingest/table-names.ts';
import { momentParameter } from '@cutover/shared/domain/tracking/date-time.ts';
import {
  oneOf,
  textSchema,
  wholeNumberParameter,
} from '@cutover/shared/domain/tracking/field-schemas.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { pageOf, pageParameters } from '@cutover/shared/runtime/page-parameters.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { describeEntry } from './describe-entry.ts';
import { loadsDocumentation } from './documentation/loads.ts';
import type { Ports } from './ports.ts';

const querySchema = z.strictObject({
  state: oneOf('state', loadStates).optional(),
  kind: oneOf('kind', loadKinds).optional(),
  table: textSchema('table', 1, 64).optional(),
  entity_id: wholeNumberParameter('entity_id').optional(),
  object: textSchema('object', 1, 1024).optional(),
  since: momentParameter.optional(),
  until: momentParameter.optional(),
  ...pageParameters,
});

/** A table may be asked for by any of its names; loads of one that is gone are found by its own. */
async function resolveTable(ports: Ports, name: string | undefined): Promise<string | undefined> {
  return name === undefined
    ? name
    : ((await readTableNames(ports)).get(name.toLowerCase()) ?? name);
}

/** The loads of the ledger, newest first. */
export const loadsRoute = route({
  method: 'GET',
  paths: ['/loads'],
  access: 'viewer',
  summary: 'Loads, newest first, by state, kind, table, entity, object and time',
  query: querySchema,
  documentation: loadsDocumentation,
  run: async (ports: Ports, { query: { limit, cursor, entity_id: entity, ...filter } }) => {
    const table = await resolveTable(ports, filter.table);
    const page = await ports.loads.list({ ...filter, entity, table }, pageOf({ limit, cursor }));
    return answerJson({ items: page.items.map(describeEntry), next: page.next });
  },
});
