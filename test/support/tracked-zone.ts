import { runStatements } from '../../shared/src/adapters/bigquery/run-statement.ts';
import type { RunStatement } from '../../shared/src/adapters/bigquery/statement.ts';
import { ensureTracking } from '../../shared/src/adapters/bigquery/tracking/ensure-tracking.ts';
import { bigqueryEvidenceStore } from '../../shared/src/adapters/bigquery/tracking/evidence-store.ts';
import { bigqueryTrackingStore } from '../../shared/src/adapters/bigquery/tracking/tracking-store.ts';
import { mysqlTrackingOutbox } from '../../shared/src/adapters/mysql/tracking-outbox.ts';
import type { Drop } from '../../shared/src/domain/ingest/drop.ts';
import type { LoadPorts } from '../../shared/src/domain/ingest/load-ports.ts';
import { drainOutbox } from '../../shared/src/domain/tracking/drain-outbox.ts';
import type { Evidence, EvidenceKind } from '../../shared/src/domain/tracking/evidence.ts';
import { trackingRecorder } from '../../shared/src/domain/tracking/tracking-recorder.ts';
import { makeBigQueryHome } from './bigquery-home.ts';
import { type DropZone, openDropZone, resultsBucket } from './drop-zone.ts';
import { anEntity } from './tracking-builders.ts';
import { waitingRecords } from './waiting-records.ts';

const dataset = 'migration_status';
const patience = { firstWaitMs: 1, longestWaitMs: 2, totalMs: 10 };
const page = { limit: 500, cursor: null };
const ann = { actor: 'ann' };

/** A drop zone, a local BigQuery that can be stopped and started, and words to look at what was recorded there. */
export async function openTrackedZone(chunkRows?: number) {
  const zone: DropZone = await openDropZone(chunkRows);
  const home = makeBigQueryHome();
  let server = await home.start();
  const port = Number(new URL(server.url).port);
  await ensureTracking(server.client, dataset);
  const run = runStatements(server.client, dataset, patience);
  const store = bigqueryTrackingStore(run);
  const evidence = bigqueryEvidenceStore(run);
  const outbox = mysqlTrackingOutbox(zone.database.pool);

  /** Records what waits by statements that go through `run`. */
  function drain(through: RunStatement = run) {
    const ports = {
      store: bigqueryTrackingStore(through),
      evidence: bigqueryEvidenceStore(through),
      recordedBy: 'ingest-drop',
    };
    return drainOutbox({ outbox, recorder: async () => trackingRecorder(ports) }, () => false);
  }

  return {
    zone,
    store,
    evidence,
    run,
    drain,
    bigqueryUrl: server.url,
    stopBigQuery: () => server.stop(),
    async startBigQuery() {
      server = await home.start({ port });
    },
    waiting: () => waitingRecords(zone.database.pool),
    /** Loads a drop that was put, and records it. */
    async load(drop: Drop, ports?: Partial<LoadPorts>) {
      const load = await zone.load(drop, ports);
      await drain();
      return load;
    },
    async createEntity(entity_id: number, env: 'Development' | 'Production' = 'Development') {
      await store.entity.create(anEntity({ entity_id, env }), ann);
    },
    /** What the changes of an entity's progress were, oldest first: open, succeeded, failed. */
    async progressOf(entity_id: number) {
      const { items } = await store.history({ resource: 'progress', entity_id }, page);
      return items.toReversed().flatMap(({ new: progress, isWithdrawn }) => {
        if (isWithdrawn || progress === null || !('is_successful' in progress)) return [];
        return [
          ['failed', 'succeeded', 'open'][[false, true, null].indexOf(progress.is_successful)],
        ];
      });
    },
    async objectsOf(entity_id: number) {
      const { items } = await store.entity_object.list({ entity_id }, page);
      return items.map(({ record }) => `${record.name} ${record.size_in_mb}`);
    },
    factsOf: (entity_id: number, kind: EvidenceKind): Promise<readonly Evidence[]> =>
      evidence.read(entity_id, null, [kind]),
    /** The open rejects that the gates see, by table. */
    async openRejectsOf(entity_id: number) {
      const facts = await evidence.read(entity_id, null, ['rejects']);
      return Object.fromEntries(facts.map(({ object_name, count }) => [object_name, count]));
    },
    /** Empties tables, ledger, outbox and results. */
    async empty() {
      const own = ['cutover_reject', 'cutover_load', 'cutover_tracking_record'];
      for (const table of ['hired_employees', 'departments', 'jobs', ...own]) {
        await zone.query(`DELETE FROM ${table}`);
      }
      await zone.storage.bucket(resultsBucket).deleteFiles();
    },
    async close() {
      await zone.close();
      await home.remove();
    },
  };
}

export type TrackedZone = Awaited<ReturnType<typeof openTrackedZone>>;
