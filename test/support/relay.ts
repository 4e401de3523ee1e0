import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What becomes of a message: it goes on, or somebody acts before or after that. */
export type Verdict = 'pass' | 'act-before' | 'act-after';

export interface Watch {
  /** Looks at what a client has sent, piece by piece in the order of arrival. */
  judge(message: Buffer): Verdict;
  /** Called before or after the message is passed on; a message that is acted on before is lost. */
  act(): void;
}

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Passes a TCP service on, and lets `watch` look at what clients send it. Every statement of
 * MariaDB's protocol and every HTTP request arrives as one piece or several.
 */
export async function openRelay(
  target: { readonly host: string; readonly port: number },
  watch: Watch,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const service = connect(target.port, target.host);
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    service.pipe(client);
    client.on('data', (message) => {
      const verdict = watch.judge(message);
      if (verdict === 'act-before') {
        watch.act();
        return;
      }
      service.write(message, () => {
        if (verdict === 'act-after') watch.act();
      });
    });
    client.on('close', () => service.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
