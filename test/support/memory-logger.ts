import type { Logger } from '@cutover/shared/runtime/logger.ts';

export interface LogLine {
  readonly severity: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A logger that keeps its lines, its children's among them. */
export function memoryLogger(
  lines: LogLine[] = [],
  inherited: object = {},
): Logger & { readonly lines: readonly LogLine[] } {
  const write = (severity: LogLine['severity']) => (fields: object, message: string) => {
    lines.push({ ...inherited, ...fields, severity, message });
  };
  return {
    lines,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => memoryLogger(lines, { ...inherited, ...fields }),
  };
}
