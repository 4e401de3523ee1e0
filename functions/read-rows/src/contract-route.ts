import { rulesOf } from '@cutover/shared/domain/table-rules.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { describeContract } from './describe-contract.ts';
import { contractDocumentation } from './documentation.ts';
import { findTable } from './find-table.ts';
import type { Ports } from './ports.ts';

/** What a table accepts, and how its rows are read. */
export const contractRoute = route({
  method: 'GET',
  paths: ['/tables/{table}'],
  access: 'viewer',
  summary: 'The contract of a table: its columns, its keys and what tables.yaml adds',
  query: z.strictObject({}),
  documentation: contractDocumentation,
  run: async (ports: Ports, { parameters: { table = '' } }) => {
    const contract = await findTable(ports, table);
    return answerJson(describeContract(contract, rulesOf(await ports.tablesConfig(), contract)));
  },
});
