import * as z from 'zod';
import { AppError, isTransient } from '../domain/app-error.ts';
import type { Drop } from '../domain/ingest/drop.ts';
import { drainOnTermination } from './drain.ts';
import type { Logger } from './logger.ts';
import { describeTrace, readTrace } from './trace.ts';

/** What a finalized event tells of its object (Cloud Storage JSON API, "Objects" resource); the rest is left out. */
const finalizedObjectSchema = z.object({
  bucket: z.string().min(1),
  name: z.string().min(1),
  generation: z.union([z.string(), z.number()]).transform(String),
  size: z.union([z.string(), z.number()]).transform(Number).pipe(z.int().min(0)),
  metadata: z.record(z.string(), z.string()).default({}),
});

/** The limits of one call: work that asks can stop at a safe point before the platform cuts it off. */
export interface CallLimits {
  /** Throws `busy` when the time is nearly over or the instance is being stopped. */
  readonly checkDeadline: () => void;
}

export interface TimedPorts {
  /** Seconds after which a call is to hand over; less than the function's timeout. */
  readonly deadlineSeconds: number;
}

export interface StorageFunction<Ports extends TimedPorts> {
  /** Gives the ports; called for every event, so it keeps what it has made (`lazy`). */
  readonly connect: () => Promise<Ports>;
  readonly run: (ports: Ports, drop: Drop, log: Logger, limits: CallLimits) => Promise<void>;
  readonly logger: Logger;
  /** The project whose Cloud Logging has the lines. */
  readonly project?: string | undefined;
}

/** As much of a CloudEvent as is used; the framework adds the request's `traceparent`. */
interface FinalizedEvent {
  readonly [attribute: string]: unknown;
  readonly id?: string;
  readonly data?: unknown;
  readonly traceparent?: string;
}

function reportFailure(error: unknown, log: Logger): void {
  if (isTransient(error)) {
    log.warn({ reason: (error as AppError).message }, 'event to be delivered again');
  } else {
    log.error({ err: error }, 'event failed');
  }
}

/**
 * Makes the handler of a function that a finalized object wakes. It returns when the event is dealt
 * with for good, and throws when it is to be delivered again: the platform's retry is the loop.
 * An event that can't be read is dealt with, because it would never change.
 */
export function storageFunction<Ports extends TimedPorts>(
  definition: StorageFunction<Ports>,
): (event: FinalizedEvent) => Promise<void> {
  const { connect, run, logger, project } = definition;
  const stopping = drainOnTermination();

  function limitsOf({ deadlineSeconds }: TimedPorts): CallLimits {
    const end = Date.now() + deadlineSeconds * 1000;
    return {
      checkDeadline() {
        if (Date.now() < end && !stopping.aborted) return;
        throw new AppError('busy', 'The time of this call is over; the next delivery goes on.');
      },
    };
  }

  return async (event) => {
    const log = logger.child({ event_id: event.id, ...describeTrace(readTrace(event), project) });
    const object = finalizedObjectSchema.safeParse(event.data);
    if (!object.success) {
      log.error({ reason: z.prettifyError(object.error) }, 'event without an object refused');
      return;
    }
    const { size: sizeBytes, ...drop } = object.data;
    try {
      const ports = await connect();
      await run(ports, { ...drop, sizeBytes }, log, limitsOf(ports));
    } catch (error) {
      reportFailure(error, log);
      throw error;
    }
  };
}
