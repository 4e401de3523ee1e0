import { makeOverview } from '../../../shared/src/domain/tracking/overview.ts';
import type { OverviewFacts } from '../../../shared/src/domain/tracking/overview-facts.ts';
import { anEntity, aPhase, aProgress } from '../../support/tracking-builders.ts';

const now = new Date('2023-05-04T14:00:00Z');
const phases = [
  aPhase({ step_id: 5, name: 'Dev Data Validation', orders: 4 }),
  aPhase({ step_id: 1, name: 'Not Started', orders: 1 }),
  aPhase({ step_id: 2, name: 'Dev Schema Conversion', orders: 2, is_optional: true }),
  aPhase({ step_id: 9, name: 'Dev Data Movement', orders: 3 }),
  aPhase({ step_id: 12, name: 'Dev Cutover', orders: 5 }),
];

const sized = (entity_id: number, size_in_mb: number) => ({
  ...anEntity({ entity_id }),
  objects: size_in_mb === 0 ? 0 : 1,
  size_in_mb,
});

const at = (step_id: number, entity_id: number, changes: object) => ({
  ...aProgress({ step_id, entity_id, ...changes }),
  attempts: 1,
});

const facts = (changes: Partial<OverviewFacts>): OverviewFacts => ({
  phases,
  entities: [sized(2, 30)],
  progress: [],
  ...changes,
});

const statesOf = (overview: ReturnType<typeof makeOverview>) =>
  overview.entities[0]?.phases.map(({ step_id, state }) => [step_id, state]);

describe('the overview', () => {
  it('says of nothing that was begun that nothing can be said', () => {
    const overview = makeOverview(facts({}), now);
    expect(statesOf(overview)).toEqual([1, 2, 9, 5, 12].map((step_id) => [step_id, 'not_started']));
    expect(overview.entities[0]).toMatchObject({ share_done: 0, seconds_left: null });
    expect(overview.total).toEqual({
      entities: 1,
      objects: 1,
      size_in_mb: 30,
      share_done: 0,
      seconds_left: null,
    });
  });

  it('tells what runs, succeeded, failed, ended and was skipped', () => {
    const progress = [
      at(9, 2, {}),
      at(5, 2, { is_successful: false }),
      at(12, 2, { is_successful: null }),
      at(1, 2, { is_successful: null, end_date_time: null }),
    ];
    const overview = makeOverview(facts({ progress }), now);
    expect(statesOf(overview)).toEqual([
      [1, 'running'],
      [2, 'skipped'],
      [9, 'succeeded'],
      [5, 'failed'],
      [12, 'ended'],
    ]);
    expect(overview.entities[0]?.phases.map((phase) => phase.duration_seconds)).toEqual([
      3 * 3600,
      null,
      3600,
      3600,
      3600,
    ]);
  });

  it('works out the time left from what was done since the first start', () => {
    const progress = [
      at(2, 2, {}),
      at(9, 2, {}),
      at(5, 2, { end_date_time: null, is_successful: null }),
    ];
    const [entity] = makeOverview(facts({ progress }), now).entities;
    // Two of four phases in three hours: the other two take three more.
    expect(entity).toMatchObject({ share_done: 0.5, seconds_left: 3 * 3600 });
  });

  it('has nothing left to do where everything is done', () => {
    const progress = [2, 9, 5, 12].map((step_id) => at(step_id, 2, {}));
    const { entities, total } = makeOverview(facts({ progress }), now);
    expect(entities[0]).toMatchObject({ share_done: 1, seconds_left: 0 });
    expect(total).toMatchObject({ share_done: 1, seconds_left: 0 });
  });

  it('weighs entities by their sizes, one of unknown size as the mean of the others', () => {
    const entities = [sized(2, 30), sized(3, 10), sized(4, 0)];
    const progress = [at(2, 2, {}), at(9, 2, {})];
    const { total } = makeOverview(facts({ entities, progress }), now);
    expect(total.share_done).toBeCloseTo((30 * 0.5) / (30 + 10 + 20));
    expect(total.seconds_left).toBe(3 * 3 * 3600);
    expect(total).toMatchObject({ entities: 3, size_in_mb: 40 });
  });

  it('says nothing of a rate where the first start is still to come', () => {
    const progress = [
      at(2, 2, { start_date_time: '2023-05-05 00:00:00', end_date_time: '2023-05-05 01:00:00' }),
    ];
    expect(makeOverview(facts({ progress }), now).total.seconds_left).toBeNull();
  });

  it('has no share where there are no phases, and is empty where there are no entities', () => {
    expect(makeOverview(facts({ phases: [] }), now).total.share_done).toBeNull();
    expect(makeOverview(facts({ entities: [] }), now)).toEqual({
      entities: [],
      total: { entities: 0, objects: 0, size_in_mb: 0, share_done: null, seconds_left: null },
    });
  });
});
