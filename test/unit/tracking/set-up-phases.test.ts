import { phaseNames } from '../../../shared/src/domain/tracking/phase-name.ts';
import { planPhases, setUpPhases } from '../../../shared/src/domain/tracking/set-up-phases.ts';
import { inMemoryTracking } from '../../support/in-memory-tracking.ts';
import { aPhase } from '../../support/tracking-builders.ts';

const author = { actor: 'ann' };

describe('setting up the phases', () => {
  it('adds all seventeen, each at its place, once', async () => {
    const { store } = inMemoryTracking();
    const [first, again] = await Promise.all([
      setUpPhases(store.phase, author),
      setUpPhases(store.phase, author),
    ]);
    expect(first.phases.map(({ name }) => name)).toEqual(phaseNames);
    expect(first.phases.map(({ step_id, orders }) => [step_id, orders])).toEqual(
      phaseNames.map((_, index) => [index + 1, index + 1]),
    );
    expect(again.phases).toEqual(first.phases);
    expect(first.added.length + again.added.length).toBe(17);
    expect((await store.history({}, { limit: 50, cursor: null })).items).toHaveLength(17);
  });

  it('leaves what is there, and goes round ids that are taken', () => {
    const existing = [aPhase({ step_id: 2 }), aPhase({ step_id: 40, name: 'Prod Cutover' })];
    const planned = planPhases(existing, phaseNames);
    expect(planned).toHaveLength(15);
    expect(planned.find(({ name }) => name === 'Dev Schema Conversion')?.step_id).toBe(41);
    expect(planned.find(({ name }) => name === 'Not Started')?.step_id).toBe(1);
  });
});
