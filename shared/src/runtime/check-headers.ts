import { AppError } from '../domain/app-error.ts';
import { chooseMediaType } from './accept.ts';
import type { IncomingCall, RouteFacts } from './route.ts';

/** Throws `not-acceptable` where the caller accepts nothing that the route produces. */
export function checkAccept(
  { produces = ['application/json'] }: RouteFacts,
  { headers }: IncomingCall,
) {
  if (headers.accept === undefined || headers.accept === '*/*') return;
  if (chooseMediaType(headers.accept, produces) !== undefined) return;
  const message = `The answer comes as ${produces.join(', ')}, none of which Accept takes.`;
  throw new AppError('not-acceptable', message, { details: [{ at: 'Accept', message }] });
}

/** The Content-Type without its parameters, in small letters. Throws `unsupported-media-type` where it is none of those. */
export function readType(takes: readonly string[], { headers }: IncomingCall): string {
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (takes.includes(type.trim())) return type.trim();
  throw new AppError(
    'unsupported-media-type',
    `The body must be one of ${takes.join(', ')} (Content-Type).`,
  );
}
