import type { Socket } from 'node:net';
import type { PoolConnection } from 'mysql2/promise';

/** Ends a connection that may be in the middle of an answer; a server that waits to send the rest gives up. */
export function cutOff(connection: PoolConnection): void {
  connection.destroy();
  (connection.connection as unknown as { readonly stream: Socket }).stream.destroy();
}
