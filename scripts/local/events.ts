import { randomUUID } from 'node:crypto';
import { createDeliveries, type Deliveries, type Send } from './deliveries.ts';
import { deliverySchema, type EventJournal } from './event-journal.ts';

export interface Subscription {
  readonly function: string;
  readonly bucket: string;
  /** Without it a delivery that fails once is given up. */
  readonly retry: boolean;
}

export interface FinalizedObject {
  readonly bucket: string;
  /** The object resource of the Cloud Storage API. */
  readonly object: object;
}

export interface Events extends Pick<Deliveries, 'settled' | 'stop'> {
  /** Returns when the event is kept for every function that subscribes to its bucket. */
  publish(event: FinalizedObject): Promise<void>;
  /** Starts to deliver, with what earlier runs left. */
  start(send: Send): void;
}

/**
 * Delivers what happens in buckets to functions (Eventarc): at least once, in any order, also across
 * restarts.
 */
export function openEvents(
  journal: EventJournal,
  subscriptions: readonly Subscription[],
  say: (line: string) => void,
): Events {
  const retried = new Set(subscriptions.filter(({ retry }) => retry).map((each) => each.function));
  const deliveries = createDeliveries(journal, (each) => retried.has(each.function), say);
  return {
    settled: deliveries.settled,
    stop: deliveries.stop,
    publish: async ({ bucket, object }) => {
      for (const { function: name } of subscriptions.filter((each) => each.bucket === bucket)) {
        const time = new Date().toISOString();
        const fields = { id: randomUUID(), function: name, bucket, time, object };
        const delivery = deliverySchema.parse(fields);
        await journal.add(delivery);
        deliveries.add(delivery);
      }
    },
    start: (send) => {
      for (const delivery of journal.read()) deliveries.add(delivery);
      deliveries.open(send);
    },
  };
}
