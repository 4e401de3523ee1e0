import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Binds a server and answers its port (that of `port` 0 is any free one). Names the port when it is taken. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      const why = isTaken ? 'another program listens there' : cause.message;
      reject(new Error(`Cloud Storage can't listen on ${host}:${port}: ${why}.`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
