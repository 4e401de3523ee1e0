import { JsonScanner } from './json-scanner.ts';

/** How deep arrays and objects may lie in each other. */
const deepest = 64;

function checkArray(scanner: JsonScanner, depth: number): void {
  if (scanner.take(']')) return;
  do checkValue(scanner, depth);
  while (scanner.take(','));
  if (!scanner.take(']')) scanner.fail('A comma or ] is expected here.');
}

function checkName(scanner: JsonScanner, names: Set<string>): void {
  if (scanner.peek() !== '"') scanner.fail('A field in double quotes is expected here.');
  const at = scanner.position;
  const name = scanner.takeText();
  if (name === '__proto__') scanner.fail('There is no field __proto__.', at);
  if (names.has(name)) scanner.fail(`The field ${name} is given twice.`, at);
  names.add(name);
  if (!scanner.take(':')) scanner.fail('A colon is expected here.');
}

function checkObject(scanner: JsonScanner, depth: number): void {
  if (scanner.take('}')) return;
  const names = new Set<string>();
  do {
    checkName(scanner, names);
    checkValue(scanner, depth);
  } while (scanner.take(','));
  if (!scanner.take('}')) scanner.fail('A comma or } is expected here.');
}

function checkValue(scanner: JsonScanner, depth: number): void {
  const next = scanner.peek();
  if (next === '"') scanner.takeText();
  else if (next !== '{' && next !== '[') scanner.takeScalar();
  else if (depth === deepest) scanner.fail(`It is nested deeper than ${deepest} levels.`);
  else {
    scanner.take(next);
    if (next === '{') checkObject(scanner, depth + 1);
    else checkArray(scanner, depth + 1);
  }
}

/**
 * Throws a `JsonFault` where a text is not JSON, and where readers would disagree about it or break on
 * it (RFC 7493): a field given twice, a lone surrogate, a number past what they hold, depth without
 * end, `__proto__`.
 */
export function checkJson(text: string): void {
  const scanner = new JsonScanner(text);
  checkValue(scanner, 0);
  if (scanner.peek() !== '') scanner.fail('Nothing may follow the value.');
}
