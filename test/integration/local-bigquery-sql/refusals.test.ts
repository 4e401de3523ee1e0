import { explainFault } from '../../../scripts/local/bigquery/sql/explain-fault.ts';
import { GoogleSqlError } from '../../../scripts/local/bigquery/sql/google-sql-error.ts';
import {
  failingStatements,
  unsupportedStatements,
  wrongStatements,
} from '../../fixtures/google-sql/refusals.ts';
import {
  type GoogleSqlDatabase,
  openGoogleSqlDatabase,
} from '../../support/google-sql-database.ts';

let database: GoogleSqlDatabase;
beforeAll(async () => {
  database = await openGoogleSqlDatabase();
});
afterAll(() => database.close());

function refusalOf(query: string): unknown {
  try {
    return database.prepare(query);
  } catch (error) {
    return error;
  }
}

describe('a statement that is wrong', () => {
  it.each(wrongStatements.map(({ query, message }) => [query, message] as const))(
    'is refused where it is wrong: %s',
    (query, message) => {
      const error = refusalOf(query);
      expect(error).toBeInstanceOf(GoogleSqlError);
      expect(error).toMatchObject({ reason: 'invalidQuery', message });
    },
  );
});

describe('a statement that fails while it runs', () => {
  it.each(failingStatements.map(({ query, message }) => [query, message] as const))(
    'says what failed: %s',
    async (query, message) => {
      const fault = await database.run(query).then(
        () => 'no fault',
        (error: { readonly message: string }) => error.message,
      );
      const [text = ''] = fault.split('\n');
      expect(explainFault(text.replace(/^[\w ]+ Error: /, ''))).toBe(message);
    },
  );
});

describe('what the local BigQuery does not do', () => {
  it.each(unsupportedStatements)('is refused by name: %s', (query, construct) => {
    const error = refusalOf(query);
    expect(error).toBeInstanceOf(GoogleSqlError);
    expect(error).toMatchObject({
      reason: 'notImplemented',
      message: expect.stringContaining(`${construct} is not supported by the local BigQuery`),
    });
  });
});
