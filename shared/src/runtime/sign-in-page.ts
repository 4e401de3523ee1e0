import { AppError } from '../domain/app-error.ts';
import { chooseMediaType } from './accept.ts';
import type { Answer } from './answer.ts';
import type { IncomingCall } from './route.ts';

/** How people sign in to a function whose pages a browser opens. */
export interface SignInPage {
  /** Where the browser keeps the token: a page's address can't be asked for with a header. */
  readonly cookie: string;
  /** Asks for name and password, and sets the cookie. */
  readonly page: () => Promise<Answer>;
}

type Asked = Pick<IncomingCall, 'method' | 'headers'>;

/** The headers of a read as if the cookie's token stood in Authorization, where nothing stands there. */
export function headersWithCookie(
  { method, headers }: Asked,
  name: string | undefined,
): Asked['headers'] {
  const isRead = method === 'GET' || method === 'HEAD';
  if (name === undefined || !isRead || headers.authorization) return headers;
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const token = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
}

/** Whether a refusal is better shown as the page: the caller is not signed in, and prefers HTML. */
export function wantsSignIn(error: unknown, { headers }: Asked): boolean {
  if (!(error instanceof AppError) || error.code !== 'unauthenticated') return false;
  const offered = ['application/problem+json', 'application/json', 'text/html'];
  return chooseMediaType(headers.accept, offered) === 'text/html';
}
