import { AppError } from './app-error.ts';

export interface PageRequest {
  readonly limit: number;
  /** The `next` of the page before; null for the first. */
  readonly cursor: string | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** null on the last page. */
  readonly next: string | null;
}

/** The error for a cursor that no page has given. */
export function unknownCursor(): AppError {
  return new AppError('invalid-request', 'cursor is none that a page before has given.', {
    details: [{ at: 'cursor', message: 'It is none that a page before has given.' }],
  });
}
