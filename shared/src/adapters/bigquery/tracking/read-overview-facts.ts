import type {
  OverviewFacts,
  OverviewFilter,
  SizedEntity,
} from '../../../domain/tracking/overview-facts.ts';
import type { RunStatement } from '../statement.ts';
import { eventTables } from './event-table.ts';
import { readRecord } from './read-record.ts';
import { selectPhases } from './sql/select-phases.ts';
import { selectSizedEntities } from './sql/select-sized-entities.ts';
import { selectTriedProgress } from './sql/select-tried-progress.ts';

export async function readOverviewFacts(
  run: RunStatement,
  filter: OverviewFilter,
): Promise<OverviewFacts> {
  const entity_id = filter.entity_id ?? null;
  const [phases, entities, progress] = await Promise.all([
    run(selectPhases, {}),
    run(selectSizedEntities, { entity_id, env: filter.env ?? null }),
    run(selectTriedProgress, { entity_id }),
  ]);
  return {
    phases: phases.map((row) => readRecord<'phase'>(eventTables.phase, row)),
    entities: entities.map(
      (row): SizedEntity => ({
        ...readRecord<'entity'>(eventTables.entity, row),
        objects: Number(row.objects),
        size_in_mb: Number(row.size_in_mb),
      }),
    ),
    progress: progress.map((row) => ({
      ...readRecord<'progress'>(eventTables.progress, row),
      attempts: Number(row.attempts),
    })),
  };
}
