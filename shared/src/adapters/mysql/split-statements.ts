/** One SQL statement of a file: its text without the closing `;`, and the line (from 1) it begins on. */
export interface Statement {
  readonly text: string;
  readonly line: number;
}

// One unit at a time, as MySQL and MariaDB read them. In quotes a doubled quote stays inside and a
// backslash escapes; between backticks there is no escape. A comment of the form /*! or /*M! is code.
const units = [
  /(?<code>'(?:[^'\\]|\\.|'')*'(?!')|"(?:[^"\\]|\\.|"")*"(?!")|`(?:[^`]|``)*`(?!`)|\/\*M?!.*?\*\/)/su,
  /(?<space>\s+|\/\*(?!M?!).*?\*\/|#[^\n]*|--(?=[\s\p{Cc}]|$)[^\n]*)/su,
  /(?<opening>['"`]|\/\*)/u,
  /(?<end>;)/u,
  /(?<word>\w+|.)/su,
];
const unit = new RegExp(units.map(({ source }) => source).join('|'), 'gsu');

/**
 * Splits a file of SQL into its statements. A `;` inside quotes, backticks or comments does not
 * end a statement; comments before and after a statement are left out, those within it stay; a
 * part that holds comments only is no statement. DELIMITER is not known. Throws SyntaxError,
 * naming the line, when a quote or comment is opened and never closed.
 */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let current: { start: number; end: number; line: number } | undefined;
  let line = 1;
  const finish = () => {
    if (current === undefined) return;
    statements.push({ text: sql.slice(current.start, current.end), line: current.line });
    current = undefined;
  };
  for (const { 0: text, index, groups } of sql.matchAll(unit)) {
    if (groups?.opening !== undefined) {
      throw new SyntaxError(`line ${line}: ${text} is opened and never closed.`);
    }
    if (groups?.end !== undefined) finish();
    else if (groups?.space === undefined) {
      current ??= { start: index, end: index, line };
      current.end = index + text.length;
    }
    line += text.split('\n').length - 1;
  }
  finish();
  return statements;
}
