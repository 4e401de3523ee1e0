import type { Load } from './load.ts';

/** A load as every answer and `loads/<id>.json` show it. */
export function describeLoad(load: Load) {
  const { plan, counts } = load;
  const milliseconds = Date.parse(load.finishedAt ?? load.startedAt) - Date.parse(load.startedAt);
  return {
    load_id: load.id,
    kind: load.kind,
    state: load.state,
    drop: { bucket: load.bucket, object: load.object, generation: load.generation },
    table: plan?.table ?? null,
    entity: plan?.entity ?? null,
    mode: plan?.mode ?? null,
    dry_run: plan?.dryRun ?? false,
    conflict: plan?.conflict ?? null,
    counts,
    error: load.error === null ? null : { code: load.errorCode, message: load.error },
    started_at: load.startedAt,
    finished_at: load.finishedAt,
    seconds: milliseconds / 1000,
  };
}
