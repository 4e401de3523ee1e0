import { datesAndTimes } from '../../fixtures/google-sql/dates-and-times.ts';
import { jsonAndArrays } from '../../fixtures/google-sql/json-and-arrays.ts';
import { queries } from '../../fixtures/google-sql/queries.ts';
import { semantics } from '../../fixtures/google-sql/semantics.ts';
import { textsAndNumbers } from '../../fixtures/google-sql/texts-and-numbers.ts';
import {
  type GoogleSqlDatabase,
  openGoogleSqlDatabase,
} from '../../support/google-sql-database.ts';
import type { Fact } from '../../support/google-sql-fact.ts';

let database: GoogleSqlDatabase;
beforeAll(async () => {
  database = await openGoogleSqlDatabase();
});
afterAll(() => database.close());

/** Without an ORDER BY at its end a query answers its rows in any order. */
const inOrder = (query: string, rows: Fact['rows']) =>
  /ORDER BY [^()]*$/.test(query)
    ? rows
    : rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const groups: readonly (readonly [string, readonly Fact[]])[] = [
  ['the meaning of GoogleSQL', semantics],
  ['the documented examples of dates and times', datesAndTimes],
  ['the documented examples of texts and numbers', textsAndNumbers],
  ['the documented examples of JSON and arrays', jsonAndArrays],
  ['the documented examples of queries and aggregates', queries],
];

describe.each(groups)('%s', (_, facts) => {
  it.each(facts.map((fact) => [fact.source, fact.query, fact.rows] as const))(
    '%s: %s',
    async (_source, query, rows) => {
      const answer = await database.run(query);
      expect(inOrder(query, answer.rows)).toEqual(inOrder(query, rows));
    },
  );
});
