/** What DuckDB says where BigQuery has words of its own. */
const faults: readonly (readonly [RegExp, string])[] = [
  [
    /^Overflow in (?:addition|subtraction|multiplication) of INT64 \((.*)\)!$/,
    'int64 overflow: $1',
  ],
  [/^Overflow in negation of .*$/, 'int64 overflow'],
  [/^Type INT128 with value \S+ can't be cast because .*INT64.*$/, 'int64 overflow'],
  [
    /^More than one row returned by a subquery.*$/,
    'Scalar subquery produced more than one element',
  ],
  [/^Unknown TimeZone '(.*)'.*$/, 'Invalid time zone: $1'],
];

/** The message of a fault that DuckDB finds while it runs a statement, without the fault's kind. */
export function explainFault(message: string): string {
  const [pattern, text] = faults.find(([found]) => found.test(message)) ?? [];
  return pattern === undefined || text === undefined ? message : message.replace(pattern, text);
}
