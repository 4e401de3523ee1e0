import { concludeLoad } from './conclude-load.ts';
import { giveUp } from './give-up.ts';
import type { LoadPorts } from './load-ports.ts';
import type { HeldLoad } from './ports.ts';

const error = {
  code: 'abandoned',
  message:
    'The request was broken off and did not come again. What was written before stays; send the file again.',
};

async function end(ports: LoadPorts, held: HeldLoad): Promise<void> {
  const { kind, bucket, object: name, generation } = held.load;
  const source = { kind, bucket, name, generation, sizeBytes: 0, metadata: {}, identity: '' };
  try {
    if (held.load.state === 'running') await giveUp(held, error);
    await concludeLoad(ports, source, held);
  } finally {
    await held.release();
  }
}

/**
 * Ends the loads of requests that were broken off so many hours ago or more, and did not come again.
 * Returns how many there were.
 */
export async function endAbandoned(ports: LoadPorts, hours: number): Promise<number> {
  for (let ended = 0; ; ended++) {
    ports.checkDeadline();
    const held = await ports.ledger.takeAbandoned(hours);
    if (held === null) return ended;
    await end(ports, held);
  }
}
