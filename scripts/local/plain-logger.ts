import type { Logger } from '../../shared/src/runtime/logger.ts';

function describe(fields: object): string {
  const reason = 'err' in fields && fields.err instanceof Error ? [fields.err.message] : [];
  const rest = Object.entries(fields).filter(([name]) => name !== 'err');
  return [...rest.map(([name, value]) => `${name} ${value}`), ...reason].join(', ');
}

/** Says warnings and errors of a part in one plain line each, for the terminal. */
export function createPlainLogger(
  part: string,
  say: (line: string) => void,
  bound: object = {},
): Logger {
  const write = (severity: string) => (fields: object, message: string) =>
    say(`${part}: ${severity}: ${message}: ${describe({ ...bound, ...fields })}`);
  return {
    info: () => {},
    warn: write('warning'),
    error: write('error'),
    child: (fields) => createPlainLogger(part, say, { ...bound, ...fields }),
  };
}
