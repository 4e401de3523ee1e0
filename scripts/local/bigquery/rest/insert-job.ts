import { notSupported } from '../api-error.ts';
import { dryRun } from '../jobs/dry-run.ts';
import type { Job, JobFacts, JobReference } from '../jobs/job.ts';
import { toJobResource } from '../jobs/job-resource.ts';
import type { Work } from '../jobs/start-job.ts';
import type { Source } from '../load/open-sources.ts';
import { anonymousTable } from './anonymous-tables.ts';
import { type Call, readJson, sendJson } from './call.ts';
import { type JobRequest, jobSchema, readReference, requirePart } from './job-request.ts';
import { prepareCopy } from './prepare-copy.ts';
import { prepareLoad } from './prepare-load.ts';
import { prepareQuery } from './prepare-query.ts';
import { readResource } from './read-resource.ts';
import { within } from './within.ts';

type Part = ReturnType<typeof requirePart>;

interface Prepared {
  readonly kind: JobFacts['kind'];
  readonly part: object;
  readonly work: Work;
  /** What the statistics of a dry run say; null for what is only done in earnest. */
  readonly dryRun: (() => object) | null;
}

function prepare(
  { services, params }: Call,
  { kind, part }: Part,
  reference: JobReference,
  uploaded: readonly Source[],
): Prepared {
  const { projectId: project = '' } = params;
  switch (kind) {
    case 'query': {
      const { work, run } = prepareQuery(services, project, part);
      const shown =
        work.destination === null ? { destinationTable: anonymousTable(reference) } : {};
      const dry = () => dryRun(services, work).statistics;
      return { kind, part: { ...part, ...shown }, work: run, dryRun: dry };
    }
    case 'load':
      return { kind, part, work: prepareLoad(services, project, part, uploaded), dryRun: null };
    case 'copy':
      return { kind, part, work: prepareCopy(services, project, part), dryRun: null };
    default:
      throw notSupported('extract jobs');
  }
}

function sendDryRun(call: Call, { kind, part, dryRun: run }: Prepared, reference: JobReference) {
  if (run === null) throw notSupported(`dry runs of ${kind} jobs`);
  const now = Date.now();
  const facts: JobFacts = {
    reference,
    kind,
    configuration: { dryRun: true, [kind]: part },
    created: now,
    started: now,
    ended: now,
    error: null,
    errors: [],
    statistics: run(),
  };
  const { jobReference: _, ...resource } = toJobResource(facts, call.origin);
  const { projectId, location } = reference;
  sendJson(call, { ...resource, jobReference: { projectId, location } });
}

const soonMs = 100;

/**
 * A job that is done within a moment is answered as done, which spares clients a wait. Faults they
 * learn by asking for the job: some take an answer with any for a job that was not started.
 */
async function factsSoon(job: Job): Promise<JobFacts> {
  const begun = job.facts();
  await within(soonMs, job.done);
  const facts = job.facts();
  return facts.errors.length === 0 ? facts : begun;
}

/** Starts the job that a resource describes; `uploaded` are the bytes that came with it. */
export async function startJobOf(
  call: Call,
  resource: unknown,
  uploaded: readonly Source[],
): Promise<void> {
  const request: JobRequest = readResource(jobSchema, resource);
  const { projectId = '' } = call.params;
  const { configuration } = request;
  const { reference, isNamed } = readReference(request, projectId);
  const prepared = prepare(call, requirePart(configuration), reference, uploaded);
  if (configuration.dryRun) return sendDryRun(call, prepared, reference);
  const { kind, part, work } = prepared;
  const { labels } = configuration;
  const shown = { [kind]: part, ...(labels === undefined ? {} : { labels }) };
  const { jobs } = call.services;
  const job = await jobs.start({ reference, kind, configuration: shown, isNamed }, work);
  sendJson(call, toJobResource(await factsSoon(job), call.origin));
}

/** POST /jobs */
export const insertJob = async (call: Call): Promise<void> =>
  startJobOf(call, await readJson(call), []);
