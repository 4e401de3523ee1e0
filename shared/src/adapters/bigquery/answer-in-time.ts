import { AppError } from '../../domain/app-error.ts';
import type { RunStatement } from './statement.ts';

/**
 * Gives up waiting for a statement after `limitMs`, with `unavailable`; it may still be run. The
 * client itself would wait for ever.
 */
export function answerInTime(run: RunStatement, limitMs: number): RunStatement {
  return async (statement, values) => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new AppError('unavailable', `BigQuery did not answer within ${limitMs} ms.`));
    }, limitMs);
    try {
      return await Promise.race([run(statement, values), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
