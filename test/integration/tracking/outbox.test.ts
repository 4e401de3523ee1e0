import {
  keepRecords,
  mysqlTrackingOutbox,
} from '../../../shared/src/adapters/mysql/tracking-outbox.ts';
import { AppError } from '../../../shared/src/domain/app-error.ts';
import { drainOutbox } from '../../../shared/src/domain/tracking/drain-outbox.ts';
import type {
  ProgressRecorder,
  TrackingRecord,
} from '../../../shared/src/domain/tracking/tracking-record.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { waitingRecords } from '../../support/waiting-records.ts';

const sizeOf = (entity_id: number, name: string): TrackingRecord => ({
  record: 'object-size',
  entity_id,
  name,
  size_in_mb: 1,
});

const startOf = (entity_id: number, work_id: string): TrackingRecord => ({
  record: 'work-started',
  work: 'load',
  work_id,
  entity_id,
  stage: 'Data Movement',
  object_name: 'jobs',
  started_at: '2023-05-04T11:00:00.000Z',
});

const nameOf = (record: TrackingRecord) =>
  'name' in record ? record.name : 'work_id' in record ? record.work_id : record.subject;

const never = () => false;

describe('the outbox', () => {
  let database: TestDatabase;
  let known: Set<number>;
  /** What is wrong with recording, beside entities that are unknown. */
  let trouble: ((record: TrackingRecord) => AppError | undefined) | undefined;
  let tried: string[];
  let recorded: string[];

  const recorder: ProgressRecorder = {
    async record(record) {
      tried.push(nameOf(record));
      await Promise.resolve();
      const fault = trouble?.(record);
      if (fault !== undefined) throw fault;
      const { entity_id } = record;
      if (!known.has(entity_id)) {
        throw new AppError('unknown-reference', `There is no entity ${entity_id}.`);
      }
      recorded.push(nameOf(record));
    },
  };

  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.pool.query('DELETE FROM cutover_tracking_record');
    known = new Set([1, 2]);
    trouble = undefined;
    tried = [];
    recorded = [];
  });

  async function keep(...records: TrackingRecord[]): Promise<void> {
    const connection = await database.pool.getConnection();
    await keepRecords(connection, records);
    connection.release();
  }

  const outbox = () => mysqlTrackingOutbox(database.pool);
  const drain = (isOver = never) =>
    drainOutbox({ outbox: outbox(), recorder: async () => recorder }, isOver);
  const waiting = () => waitingRecords(database.pool);

  it('asks for no recorder while nothing waits', async () => {
    const refuse = async () => {
      throw new Error('Somebody asked.');
    };
    const nothing = { recorded: 0, stopped: null, postponed: [] };
    expect(await drainOutbox({ outbox: outbox(), recorder: refuse }, never)).toEqual(nothing);
  });

  it('gives up what was recorded', async () => {
    await keep(startOf(1, 'l1'), sizeOf(1, 'jobs'), startOf(2, 'l2'));
    expect(await drain()).toEqual({ recorded: 3, stopped: null, postponed: [] });
    expect(recorded.toSorted()).toEqual(['jobs', 'l1', 'l2']);
    expect(await waiting()).toEqual([]);
  });

  it('holds what its transaction keeps, and nothing where that is undone', async () => {
    const connection = await database.pool.getConnection();
    await connection.beginTransaction();
    await keepRecords(connection, [startOf(1, 'l1')]);
    expect(await drain()).toMatchObject({ recorded: 0 });
    await connection.rollback();
    connection.release();
    expect(await drain()).toMatchObject({ recorded: 0 });
  });

  it('gives records to one only, and to the next when that one dies', async () => {
    await keep(startOf(1, 'l1'));
    const taken = Promise.withResolvers<void>();
    const lost = Promise.withResolvers<never>();
    const dying = outbox().take(10, () => {
      taken.resolve();
      return lost.promise;
    });
    await taken.promise;
    await keep(startOf(2, 'l2'));
    expect(await drain()).toMatchObject({ recorded: 1 });
    expect(recorded).toEqual(['l2']);
    lost.reject(new Error('Struck down.'));
    await expect(dying).rejects.toThrow();
    expect(await drain()).toMatchObject({ recorded: 1 });
    expect(recorded).toEqual(['l2', 'l1']);
  });

  it('is drained by many at once, each record once', async () => {
    await keep(...Array.from({ length: 120 }, (_, at) => sizeOf(1 + (at % 2), `table ${at}`)));
    await Promise.all([drain(), drain(), drain()]);
    expect(recorded).toHaveLength(120);
    expect(new Set(recorded).size).toBe(120);
    expect(await waiting()).toEqual([]);
  });

  it('tells the works of an entity in the order in which they were kept', async () => {
    await keep(startOf(1, 'a'), startOf(2, 'x'), startOf(1, 'b'), startOf(1, 'c'));
    await drain();
    expect(recorded.filter((name) => name !== 'x')).toEqual(['a', 'b', 'c']);
  });

  it('lets an unknown entity hold up nobody, and tries it once however much waits for it', async () => {
    const many = Array.from({ length: 120 }, (_, at) => startOf(9, `lost ${at}`));
    await keep(...many, startOf(1, 'l1'));
    expect(await drain()).toEqual({
      recorded: 1,
      stopped: null,
      postponed: ['There is no entity 9.'],
    });
    expect(tried.filter((name) => name !== 'l1')).toHaveLength(1);
    expect(await waiting()).toHaveLength(120);
    for (const { attempts, reason, isDue } of await waiting()) {
      expect({ attempts, reason, isDue }).toEqual({
        attempts: 1,
        reason: 'There is no entity 9.',
        isDue: false,
      });
    }
    tried = [];
    expect(await drain()).toEqual({ recorded: 0, stopped: null, postponed: [] });
    expect(tried).toEqual([]);
  });

  it('tries again what waits for an entity after a while, without another warning', async () => {
    await keep(startOf(9, 'l1'));
    await drain();
    await database.pool.query('UPDATE cutover_tracking_record SET due_at = UTC_TIMESTAMP(3)');
    expect(await drain()).toEqual({ recorded: 0, stopped: null, postponed: [] });
    expect(await waiting()).toMatchObject([{ attempts: 2, isDue: false }]);
    const [rows] = await database.pool.query(
      'SELECT ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), due_at) / 60) AS minutes FROM cutover_tracking_record',
    );
    expect(rows).toMatchObject([{ minutes: '2' }]);
  });

  it('records what waited for an entity as soon as something else of it is recorded', async () => {
    await keep(startOf(9, 'l1'), sizeOf(9, 'jobs'));
    await drain();
    known.add(9);
    expect(await drain()).toMatchObject({ recorded: 0 });
    await keep(startOf(9, 'l2'));
    expect(await drain()).toMatchObject({ recorded: 3 });
    expect(await waiting()).toEqual([]);
  });

  it('stops where nothing can be recorded, and leaves everything due', async () => {
    trouble = () => new AppError('unavailable', 'BigQuery is away.');
    await keep(startOf(1, 'a'), startOf(1, 'b'), startOf(1, 'c'));
    expect(await drain()).toEqual({ recorded: 0, stopped: 'BigQuery is away.', postponed: [] });
    expect(tried).toEqual(['a']);
    expect(await waiting()).toMatchObject([
      { attempts: 1, reason: 'BigQuery is away.', isDue: true },
      { attempts: 0, reason: null, isDue: true },
      { attempts: 0, reason: null, isDue: true },
    ]);
    trouble = undefined;
    expect(await drain()).toMatchObject({ recorded: 3 });
  });

  it('leaves what is being changed by others to the next drain', async () => {
    trouble = (record) =>
      nameOf(record) === 'a' ? new AppError('busy', 'Entity 1 is being changed.') : undefined;
    await keep(startOf(1, 'a'), startOf(1, 'b'));
    expect(await drain()).toEqual({ recorded: 1, stopped: null, postponed: [] });
    expect(await waiting()).toMatchObject([{ attempts: 1, isDue: true }]);
  });

  it('puts off what it can not read or what BigQuery refuses, and records the rest', async () => {
    trouble = (record) =>
      nameOf(record) === 'b' ? new AppError('internal', 'BigQuery refused.') : undefined;
    await keep(startOf(1, 'a'), startOf(1, 'b'), startOf(1, 'c'));
    await database.pool.query(
      `INSERT INTO cutover_tracking_record (entity_id, record)
       VALUES (1, '{"record": "of another version"}'), (1, 'half of {')`,
    );
    const { recorded: count, stopped, postponed } = await drain();
    expect({ count, stopped }).toEqual({ count: 2, stopped: null });
    expect(postponed.toSorted()).toEqual([
      'BigQuery refused.',
      expect.stringMatching(/^The record can't be read\./),
      expect.stringMatching(/^The record can't be read\./),
    ]);
    expect((await waiting()).map(({ isDue }) => isDue)).toEqual([false, false, false]);
  });

  it('ends when the time is up, and keeps what it did until then', async () => {
    await keep(...['a', 'b', 'c'].map((id) => startOf(1, id)));
    expect(await drain(() => recorded.length === 2)).toMatchObject({ recorded: 2 });
    expect(await waiting()).toMatchObject([{ attempts: 0, isDue: true }]);
  });
});
