import { booksBalance, type Load, type LoadPlan } from '@cutover/shared/domain/ingest/load.ts';
import type { RejectCounts } from '@cutover/shared/domain/ingest/load-reader.ts';
import { notAddedName } from '@cutover/shared/domain/ingest/not-added-text.ts';
import { publishedRejects } from '@cutover/shared/domain/ingest/published-rejects.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { describeEntry } from './describe-entry.ts';
import { loadDocumentation } from './documentation/loads.ts';
import { findLoad } from './find-load.ts';
import type { Ports } from './ports.ts';

/** How the load is read and written, beyond what every list says. */
const describePlan = ({ dialect, encoding, header, columns, ...plan }: LoadPlan) => ({
  columns: columns.fileColumns,
  has_header: header !== null,
  delimiter: dialect.delimiter,
  encoding,
  is_repair: plan.isRepair,
  max_rejects: plan.maxRejects,
  max_reject_ratio: plan.maxRejectRatio,
});

/** The file comes when the load ends, and goes when nothing is left in it. */
function locateRejects({ results }: Ports, load: Load, rejects: RejectCounts): string | null {
  const { state } = publishedRejects(load);
  const count = state === null ? Object.values(rejects).reduce((a, b) => a + b) : rejects[state];
  if (load.plan === null || load.finishedAt === null || count === 0) return null;
  return results.addressOf(notAddedName(load.plan, load.id));
}

/** One load: its counts, how far it has come, how it is read, and what was refused. */
export const loadRoute = route({
  method: 'GET',
  paths: ['/loads/{id}'],
  access: 'viewer',
  summary: 'One load: its counts, progress, plan, and a digest of its rejects',
  query: z.strictObject({}),
  documentation: loadDocumentation,
  run: async (ports: Ports, { parameters }) => {
    const entry = await findLoad(ports, parameters.id ?? '');
    const { load } = entry;
    const rejects = await ports.loads.countRejects(load.id);
    return answerJson({
      ...describeEntry(entry),
      books_balance: booksBalance(load.counts),
      plan: load.plan === null ? null : describePlan(load.plan),
      rejects,
      not_added: locateRejects(ports, load, rejects),
      digest: await ports.loads.digestRejects(load),
    });
  },
});
