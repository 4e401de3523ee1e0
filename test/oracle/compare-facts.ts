/**
 * Asks ZetaSQL, the reference implementation of GoogleSQL, for every fact of the suite, and compares.
 * It is no part of the suite: `npm install --no-save @fivetrandevelopers/zetasql` first (340 MB).
 */
import { datesAndTimes } from '../fixtures/google-sql/dates-and-times.ts';
import { jsonAndArrays } from '../fixtures/google-sql/json-and-arrays.ts';
import { queries } from '../fixtures/google-sql/queries.ts';
import { failingStatements, wrongStatements } from '../fixtures/google-sql/refusals.ts';
import { semantics } from '../fixtures/google-sql/semantics.ts';
import { textsAndNumbers } from '../fixtures/google-sql/texts-and-numbers.ts';
import { openGoogleSqlDatabase } from '../support/google-sql-database.ts';
import { startZetaSql } from './start-zetasql.ts';

/** BigQuery's own rule, which ZetaSQL leaves to it. */
const isBigQuerys = ({ message }: { readonly message: string }) =>
  message.startsWith('Duplicate column names in the result');

const facts = [...semantics, ...datesAndTimes, ...textsAndNumbers, ...jsonAndArrays, ...queries];
const refusals = [...wrongStatements, ...failingStatements].filter((one) => !isBigQuerys(one));

/** All rows of a query as one text. */
const asText = (query: string) =>
  `SELECT TO_JSON_STRING(ARRAY(SELECT AS STRUCT * FROM (${query}\n)))`;

/** Without an ORDER BY at its end a query answers its rows in any order. */
const inOrder = (query: string, rows: string) =>
  /ORDER BY [^()]*$/.test(query)
    ? rows
    : JSON.stringify((JSON.parse(rows) as unknown[]).map((row) => JSON.stringify(row)).sort());

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const zetasql = await startZetaSql(50_217);
if (zetasql === null) {
  console.log('The package @fivetrandevelopers/zetasql is not installed, so nothing is compared.');
  process.exit(0);
}
const database = await openGoogleSqlDatabase();
const differing: string[] = [];
const unevaluated: string[] = [];
for (const { query } of facts) {
  const text = asText(query);
  const ours = String((await database.run(text)).rows[0]?.[0]);
  await zetasql.evaluate(text).then(
    (theirs) =>
      inOrder(query, ours) === inOrder(query, theirs) ||
      differing.push(`${query}\n  here    ${ours}\n  ZetaSQL ${theirs}`),
    (error: unknown) => unevaluated.push(`${query}\n  ${messageOf(error).split('\n')[0]}`),
  );
}
for (const { query } of refusals) {
  await zetasql.evaluate(asText(query)).then(
    (theirs) => differing.push(`${query}\n  is refused here\n  ZetaSQL ${theirs}`),
    () => undefined,
  );
}
zetasql.stop();
database.close();
for (const text of unevaluated) console.log(`Not evaluated by ZetaSQL: ${text}`);
for (const text of differing) console.log(`Different: ${text}`);
const total = facts.length + refusals.length;
console.log(
  `${total - differing.length - unevaluated.length} the same, ${differing.length} different, ${unevaluated.length} not evaluated`,
);
process.exit(differing.length === 0 ? 0 : 1);
