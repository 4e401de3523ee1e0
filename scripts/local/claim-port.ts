import { createServer } from 'node:net';
import { AppError } from '../../shared/src/domain/app-error.ts';

/**
 * Finds a port of 127.0.0.1 that a program started next can listen on: `port` itself, or any
 * free one for 0. Throws `unavailable` when `port` is taken; `advice` says what to do then.
 */
export async function claimPort(port: number, advice: string): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', (cause) => {
      reject(
        new AppError('unavailable', `Port ${port} of 127.0.0.1 is taken. ${advice}`, { cause }),
      );
    });
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const claimed = typeof address === 'object' && address !== null ? address.port : port;
      probe.close(() => resolve(claimed));
    });
  });
}
