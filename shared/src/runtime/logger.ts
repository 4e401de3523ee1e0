import { pino } from 'pino';
import { openLogOutput } from './log-output.ts';

/**
 * What code may write to the log: a constant message and fields. Never row contents, bodies,
 * headers or secrets.
 */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}

const severities: Readonly<Record<string, string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/** JSON lines on standard output in the shape that Cloud Logging reads (severity, message). */
export function createLogger(fields: object): Logger {
  const options = {
    base: fields,
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ severity: severities[label] ?? 'DEFAULT' }) },
  };
  return pino(options, openLogOutput());
}
