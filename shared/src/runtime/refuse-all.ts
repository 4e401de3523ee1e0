import { AppError, type ErrorDetail } from '../domain/app-error.ts';

const mostTold = 100;

/** One refusal of all that is wrong, of which it tells the first hundred. */
export function refuseAll(what: string, details: readonly ErrorDetail[]): AppError {
  const told = details.slice(0, mostTold);
  const rest = details.length - told.length;
  const sentences = told.map(({ message }) => message).join(' ');
  const more = rest === 0 ? '' : ` And ${rest} more.`;
  return new AppError('invalid-request', `${what} is not valid. ${sentences}${more}`, {
    details: told,
  });
}
