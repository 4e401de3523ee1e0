import type { Evidence } from '../../../shared/src/domain/tracking/evidence.ts';
import { findObstacles } from '../../../shared/src/domain/tracking/gates.ts';
import { progressSchema } from '../../../shared/src/domain/tracking/progress.ts';
import {
  createProgress,
  replaceProgress,
} from '../../../shared/src/domain/tracking/write-progress.ts';
import { inMemoryTracking } from '../../support/in-memory-tracking.ts';
import { aFact, anEntity, aPhase, aProgress } from '../../support/tracking-builders.ts';

let next = 0;
const fact = (changes: Partial<Evidence>) => aFact({ evidence_id: String(next++), ...changes });

const passed = fact({});
const failed = fact({ subject: 'v2', result: 'failed' });
const rejects = (object_name: string, count: number) =>
  fact({ kind: 'rejects', object_name, count, result: null });
const backup = (subject: string) => fact({ kind: 'backup', subject });
const drill = (subject: string, result: 'passed' | 'failed') =>
  fact({ kind: 'drill', subject, result });

describe('what stands against success', () => {
  it.each([
    ['Dev Data Movement', [], []],
    ['Dev Data Validation', [], ['No validation has been run.']],
    ['Dev Data Validation', [fact({ result: 'started' })], ['No validation has been run.']],
    ['Dev Data Validation', [passed, failed], ['The last validation, v2, failed.']],
    ['Prod Data Validation', [failed, passed], []],
    ['Dev Cutover', [], ['There is no backup.', 'No validation has been run.']],
    [
      'Prod Cutover',
      [rejects('jobs', 0), rejects('departments', 3), rejects('jobs', 2), backup('b1'), failed],
      [
        '2 rejects of jobs are open.',
        '3 rejects of departments are open.',
        'The newest backup, b1, was never proven.',
        'The last validation, v2, failed.',
      ],
    ],
    [
      'Prod Cutover',
      [drill('b1', 'passed'), backup('b1'), backup('b2'), passed],
      ['The newest backup, b2, was never proven.'],
    ],
    [
      'Prod Cutover',
      [backup('b1'), drill('b1', 'passed'), drill('b1', 'failed'), passed],
      ['The newest backup, b1, failed its drill.'],
    ],
    [
      'Prod Cutover',
      [rejects('jobs', 2), rejects('jobs', 0), backup('b1'), drill('b1', 'passed'), passed],
      [],
    ],
  ] as const)('of %s, case %#', (phase, evidence, obstacles) => {
    expect(findObstacles(phase, evidence).toSorted()).toEqual(obstacles.toSorted());
  });
});

describe('a gate', () => {
  const author = { actor: 'ann' };
  const success = (changes: object = {}) => progressSchema.parse({ ...aProgress(), ...changes });

  async function open() {
    const { store, evidence } = inMemoryTracking();
    await store.phase.create(aPhase({ name: 'Dev Data Validation' }), author);
    await store.entity.create(anEntity(), author);
    return { store, evidence, now: () => new Date('2023-05-04T13:00:00Z') };
  }

  it('is closed to a success without evidence, and to nothing else', async () => {
    const ports = await open();
    await expect(createProgress(ports, success(), author)).rejects.toMatchObject({
      code: 'gate-closed',
      message:
        "Dev Data Validation can't succeed yet: No validation has been run. Give override_reason to say so all the same.",
      details: [{ at: '/is_successful', message: 'No validation has been run.' }],
    });
    await createProgress(ports, success({ is_successful: false }), author);
    await expect(replaceProgress(ports, success(), author)).rejects.toMatchObject({
      code: 'gate-closed',
    });
    await ports.evidence.keep([aFact({ env: 'Production' })]);
    await expect(replaceProgress(ports, success(), author)).rejects.toMatchObject({
      code: 'gate-closed',
    });
    await ports.evidence.keep([aFact({ evidence_id: 'dev' })]);
    await replaceProgress(ports, success(), author);
  });

  it('opens for a reason, and the reason is kept', async () => {
    const ports = await open();
    await createProgress(ports, success({ override_reason: 'Compared by hand.' }), author);
    const { items } = await ports.store.history(
      { resource: 'progress' },
      { limit: 1, cursor: null },
    );
    expect(items).toMatchObject([{ actor: 'ann', reason: 'Compared by hand.' }]);
  });

  it('does not hide that what is referred to is missing', async () => {
    const ports = await open();
    await expect(createProgress(ports, success({ entity_id: 7 }), author)).rejects.toMatchObject({
      code: 'unknown-reference',
      details: [{ at: '/entity_id' }],
    });
    await expect(createProgress(ports, success({ step_id: 7 }), author)).rejects.toMatchObject({
      code: 'unknown-reference',
      details: [{ at: '/step_id' }],
    });
  });
});

describe('replacing a progress', () => {
  const author = { actor: 'ann' };

  it('keeps the attempt where no start is given, and is refused where there is none', async () => {
    const { store, evidence } = inMemoryTracking();
    await store.phase.create(aPhase(), author);
    await store.entity.create(anEntity(), author);
    const ports = { store, evidence, now: () => new Date('2023-05-04T13:00:00Z') };
    const closing = progressSchema.parse({ step_id: 2, entity_id: 2, is_successful: true });
    await expect(replaceProgress(ports, closing, author)).rejects.toMatchObject({
      code: 'not-found',
    });
    await createProgress(
      ports,
      progressSchema.parse({ step_id: 2, entity_id: 2, start_date_time: '2023-05-04 10:00:00' }),
      author,
    );
    const { record } = await replaceProgress(ports, closing, author);
    expect(record).toEqual(
      aProgress({ start_date_time: '2023-05-04 10:00:00', end_date_time: '2023-05-04 13:00:00' }),
    );
    await expect(replaceProgress(ports, closing, author, 1)).rejects.toMatchObject({
      code: 'precondition-failed',
    });
  });
});
