import { type KeyLink, keyLinkSchema } from './key-link.ts';

// SHOW CREATE TABLE gives a definition a line and writes a line feed in a string as \n.
const foreignKey =
  /^ {2}CONSTRAINT (?<name>`(?:[^`]|``)+`) FOREIGN KEY \((?<columns>.+?)\) REFERENCES (?<parent>`(?:[^`]|``)+`) \((?<parentColumns>.+?)\)(?<rules>[A-Z ]*)(?: \/\*.*)?,?$/;
const secondaryKey = /^ {2}(?:UNIQUE |FULLTEXT |SPATIAL )?KEY (?<name>`(?:[^`]|``)+`)/;
const counter = / AUTO_INCREMENT=(?<next>\d+)/;

const unquote = (text: string) => text.slice(1, -1).replaceAll('``', '`');
const readNames = (list: string) =>
  Array.from(list.matchAll(/`(?:[^`]|``)+`/g), ([name]) => unquote(name));
const withoutComma = (line: string) => line.replace(/,$/, '');

function readRule(rules: string, event: string): KeyLink['onDelete'] {
  const rule = new RegExp(`ON ${event} (SET NULL|SET DEFAULT|NO ACTION|CASCADE|RESTRICT)`).exec(
    rules,
  );
  return keyLinkSchema.shape.onDelete.parse(rule?.[1] ?? null);
}

/** The name of the table that a CREATE TABLE makes, as SHOW CREATE TABLE writes it. */
export function readTableName(ddl: string): string | undefined {
  const name = /^CREATE TABLE (`(?:[^`]|``)+`)/.exec(ddl)?.[1];
  return name === undefined ? undefined : unquote(name);
}

/** The foreign keys in what SHOW CREATE TABLE says of `table`. */
export function readLinks(ddl: string, table: string): KeyLink[] {
  return ddl.split('\n').flatMap((line) => {
    const found = foreignKey.exec(line)?.groups;
    if (found === undefined) return [];
    const { name = '', columns = '', parent = '', parentColumns = '', rules = '' } = found;
    return {
      table,
      name: unquote(name),
      columns: readNames(columns),
      parentTable: unquote(parent),
      parentColumns: readNames(parentColumns),
      onDelete: readRule(rules, 'DELETE'),
      onUpdate: readRule(rules, 'UPDATE'),
    };
  });
}

/** What SHOW CREATE TABLE says as the statement that makes the table under another name, without foreign keys. */
export function renameDdl(ddl: string, quotedName: string): string {
  const lines = ddl.split('\n').filter((line) => !foreignKey.test(line));
  const end = lines.findIndex((line) => line.startsWith(')'));
  return lines
    .map((line, at) => (at === end - 1 ? withoutComma(line) : line))
    .join('\n')
    .replace(/^CREATE TABLE `(?:[^`]|``)+`/, () => `CREATE TABLE ${quotedName}`);
}

/** A secondary index: its name, and its definition as ALTER TABLE ... ADD takes it. */
export interface SecondaryKey {
  readonly name: string;
  readonly definition: string;
}

/** The secondary indexes in what SHOW CREATE TABLE says. */
export const readSecondaryKeys = (ddl: string): SecondaryKey[] =>
  ddl.split('\n').flatMap((line) => {
    const name = secondaryKey.exec(line)?.groups?.name;
    return name === undefined
      ? []
      : { name: unquote(name), definition: withoutComma(line).trimStart() };
  });

/**
 * The secondary indexes that may be built after the rows: not those that count rows on, nor, where
 * there is no primary key, unique ones, by one of which the table itself is ordered.
 */
export function readDeferrableKeys(ddl: string): SecondaryKey[] {
  const counted = /^ {2}(`(?:[^`]|``)+`) [^'\n]* AUTO_INCREMENT/m.exec(ddl)?.[1];
  const primary = /^ {2}PRIMARY KEY \((`(?:[^`]|``)+`)/m.exec(ddl)?.[1];
  if (counted !== undefined && primary !== counted) return [];
  return readSecondaryKeys(ddl).filter(
    ({ definition }) => primary !== undefined || !definition.startsWith('UNIQUE'),
  );
}

/** The last line, in which a table's options are; a comment there may say anything, but only later. */
const readOptions = (ddl: string) =>
  ddl.slice(ddl.lastIndexOf('\n) ') + 1).split(' COMMENT=')[0] ?? '';

/** The number that the next row gets, where the table numbers its rows and has begun to. */
export function readCounter(ddl: string): bigint | null {
  const next = counter.exec(readOptions(ddl))?.groups?.next;
  return next === undefined ? null : BigInt(next);
}

/** All that matters of a table's structure: without its name, its counter, foreign keys and the names of checks. */
export function describeStructure(ddl: string): string {
  const options = readOptions(ddl);
  return renameDdl(ddl, '')
    .replace(options, () => options.replace(counter, ''))
    .replace(/^ {2}CONSTRAINT `(?:[^`]|``)+` CHECK/gm, '  CHECK');
}
