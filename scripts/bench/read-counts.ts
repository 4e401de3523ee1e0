import { parseArgs } from 'node:util';

/**
 * Reads options that are whole numbers from 1 on ("1000000", "1,000,000", "1_000_000") and, named in
 * `flags`, switches. Throws, naming what it does not know and the usage.
 */
export function readCounts<Count extends string, Flag extends string = never>(
  args: readonly string[],
  usage: string,
  counts: Readonly<Record<Count, number>>,
  flags: readonly Flag[] = [],
): Record<Count, number> & Record<Flag, boolean> {
  const names = Object.keys(counts) as Count[];
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }]),
    ...flags.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  const refuse = (reason: string): never => {
    throw new Error(`${reason}\n\n${usage}`);
  };
  const values: Readonly<Record<string, unknown>> = (() => {
    try {
      return parseArgs({ args: [...args], options }).values;
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
  })();
  const read = (name: Count): number => {
    const text = values[name];
    if (typeof text !== 'string') return counts[name];
    const digits = text.replaceAll(/[,_]/g, '');
    return /^[1-9]\d{0,8}$/.test(digits)
      ? Number(digits)
      : refuse(`--${name} ${text}: not a whole number from 1 to 999,999,999.`);
  };
  return Object.fromEntries([
    ...names.map((name) => [name, read(name)]),
    ...flags.map((name) => [name, values[name] === true]),
  ]) as Record<Count, number> & Record<Flag, boolean>;
}
