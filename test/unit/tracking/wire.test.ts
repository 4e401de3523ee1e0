import type * as z from 'zod';
import { entitySchema } from '../../../shared/src/domain/tracking/entity.ts';
import { entityObjectSchema } from '../../../shared/src/domain/tracking/entity-object.ts';
import { phaseSchema } from '../../../shared/src/domain/tracking/phase.ts';
import { completeProgress, progressSchema } from '../../../shared/src/domain/tracking/progress.ts';
import { anEntity, anObject, aPhase, aProgress } from '../../support/tracking-builders.ts';

const examplePhase = {
  step_id: 2,
  name: 'Dev Data Movement',
  description: 'Dev Data Movement Testing 1',
  orders: 2,
  is_optional: false,
  parent_step_id: 2,
};

const exampleEntity = {
  entity_id: 2,
  application_name: 'striim',
  source_server: 'MSSQL',
  source_database: 'adventure-works-2019',
  target_server: 'Postgres',
  target_database: 'postgres',
  is_spdb: false,
  migrator: 'In-progress',
};

/** Where a body is at fault, and what the first message says. */
function faultOf(schema: z.ZodType, body: unknown): [path: string, message: string] | null {
  const [issue] = schema.safeParse(body).error?.issues ?? [];
  return issue === undefined ? null : [issue.path.join('/'), issue.message];
}

describe('what the older service sends', () => {
  it('is taken as it stands', () => {
    expect(phaseSchema.parse(examplePhase)).toEqual(aPhase({ parent_step_id: 2 }));
    expect(entitySchema.parse(exampleEntity)).toEqual(anEntity());
    expect(entityObjectSchema.parse(anObject())).toEqual(anObject());
    expect(progressSchema.parse(aProgress())).toEqual({ ...aProgress(), override_reason: null });
  });

  it('may be written with the names of its models', () => {
    const { is_optional, parent_step_id, ...phase } = examplePhase;
    const named = { ...phase, name: 'DEV_DATA_MOVEMENT', optional: true, parent_id: 7 };
    expect(phaseSchema.parse(named)).toEqual(aPhase({ is_optional: true, parent_step_id: 7 }));
    const { source_database, target_database, ...entity } = exampleEntity;
    const renamed = {
      ...entity,
      source_database_name: 'a',
      target_database_name: 'b',
      env: 'prod',
    };
    expect(entitySchema.parse(renamed)).toEqual(
      anEntity({ source_database: 'a', target_database: 'b', env: 'Production' }),
    );
  });

  it('has defaults for what may be left out', () => {
    const { is_optional, parent_step_id, ...phase } = examplePhase;
    expect(phaseSchema.parse(phase)).toEqual(aPhase());
    const { target_database, is_spdb, migrator, ...entity } = exampleEntity;
    expect(entitySchema.parse({ ...entity, env: null })).toEqual(
      anEntity({ target_database: null, migrator: null }),
    );
  });
});

describe('a body at fault', () => {
  it.each([
    [phaseSchema, { ...examplePhase, step_id: 2.5 }, 'step_id', /whole number/],
    [phaseSchema, { ...examplePhase, step_id: '2' }, 'step_id', /whole number/],
    [phaseSchema, { ...examplePhase, step_id: -1 }, 'step_id', /whole number from 0/],
    [phaseSchema, { ...examplePhase, step_id: 2 ** 53 }, 'step_id', /to 9007199254740991/],
    [
      phaseSchema,
      { ...examplePhase, name: 'Dev Dinner' },
      'name',
      /no phase "Dev Dinner"; there are Not Started/,
    ],
    [
      phaseSchema,
      { ...examplePhase, description: undefined },
      'description',
      /description is missing/,
    ],
    [phaseSchema, { ...examplePhase, description: 'x'.repeat(513) }, 'description', /at most 512/],
    [phaseSchema, { ...examplePhase, description: 'a\0b' }, 'description', /NUL/],
    [
      phaseSchema,
      { ...examplePhase, description: 'a\ud800' },
      'description',
      /half of a character/,
    ],
    [phaseSchema, { ...examplePhase, optional: true }, 'optional', /another name of is_optional/],
    [phaseSchema, { ...examplePhase, oders: 2 }, '', /"oders"/],
    [phaseSchema, [examplePhase], '', /object/],
    [
      entitySchema,
      { ...exampleEntity, source_database: undefined },
      'source_database',
      /source_database is missing/,
    ],
    [entitySchema, { ...exampleEntity, is_spdb: 'no' }, 'is_spdb', /true or false/],
    [entitySchema, { ...exampleEntity, env: 'Test' }, 'env', /no env "Test"/],
    [
      entitySchema,
      { ...exampleEntity, application_name: '' },
      'application_name',
      /must not be empty/,
    ],
    [
      entitySchema,
      { ...exampleEntity, application_name: 'x'.repeat(51) },
      'application_name',
      /at most 50/,
    ],
    [entityObjectSchema, anObject({ name: 'x'.repeat(129) }), 'name', /at most 128/],
    [entityObjectSchema, anObject({ size_in_mb: 0.5 }), 'size_in_mb', /whole number/],
    [
      progressSchema,
      { ...aProgress(), end_date_time: 'noon' },
      'end_date_time',
      /"noon" is not a date/,
    ],
    [progressSchema, { ...aProgress(), start_date_time: 5 }, 'start_date_time', /must be text/],
    [progressSchema, { ...aProgress(), is_successful: 1 }, 'is_successful', /true or false/],
  ] as const)('%#: is told where and why', (schema, body, path, message) => {
    expect(faultOf(schema, body)).toEqual([path, expect.stringMatching(message)]);
  });
});

describe('a progress that leaves something out', () => {
  const now = new Date('2023-06-01T10:00:00.700Z');
  const given = (changes: object) => progressSchema.parse({ step_id: 2, entity_id: 2, ...changes });

  it('begins now and goes on where nothing is said', () => {
    expect(completeProgress(given({}), now, null)).toEqual(
      aProgress({
        start_date_time: '2023-06-01 10:00:00',
        end_date_time: null,
        is_successful: null,
      }),
    );
  });

  it('ends now where only its result is said', () => {
    const input = given({ start_date_time: '2023-06-01 09:00:00', is_successful: false });
    expect(completeProgress(input, now, null)).toMatchObject({
      end_date_time: '2023-06-01 10:00:00',
      is_successful: false,
    });
  });

  it('has an unknown result where only its end is said', () => {
    const input = given({
      start_date_time: '2023-06-01 09:00:00',
      end_date_time: '2023-06-01' + ' 09:30:00',
    });
    expect(completeProgress(input, now, null)).toMatchObject({ is_successful: null });
  });

  it('keeps the start of the attempt that it replaces', () => {
    const completed = completeProgress(given({ is_successful: true }), now, aProgress());
    expect(completed.start_date_time).toBe('2023-05-04 11:00:00');
  });

  it('is refused where it ends before it starts', () => {
    const wrong = given({
      start_date_time: '2023-05-04 12:00:00',
      end_date_time: '2023-05-04 11:00:00',
    });
    expect(() => completeProgress(wrong, now, null)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        details: [
          {
            at: '/end_date_time',
            message:
              'end_date_time (2023-05-04 11:00:00) is before start_date_time (2023-05-04 12:00:00).',
          },
        ],
      }),
    );
  });
});
