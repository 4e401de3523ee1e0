import { createRandom, type Random } from '../../../scripts/sample-data/random.ts';
import { openWarmProcesses } from './warm-processes.ts';

/** What a warm process does, and how to tell what killing it has left. */
export interface KilledWork {
  /** A source file that calls `runWhenTold`. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What the next process will do, where that depends on what is there. */
  readonly nextWork: () => Promise<string>;
  /** Looks at what is left, and answers the stage in which the work was cut off. */
  readonly examine: () => Promise<string>;
}

const kills = 100;
/** How long the work takes undisturbed is measured anew after so many. */
const killsAMeasure = 25;
/** The last kills come when the work is just done. */
const reach = 1.05;
const noKillMs = 60_000;

/** A random moment in each of so many equal parts of a duration, in random order, as shares of it. */
function chooseMoments(random: Random): number[] {
  const moments = Array.from(
    { length: kills },
    (_, at) => (at + random.below(1000) / 1000) / kills,
  );
  const drawn = moments.map((moment) => ({ moment, order: random.below(2 ** 30) }));
  return drawn.sort((a, b) => a.order - b.order).map(({ moment }) => moment);
}

/**
 * Kills the work 100 times, at moments spread over the time that it takes undisturbed, and prints
 * the seed, by which KILL_SEED repeats the moments. Answers how many kills fell in each stage, as
 * `work: stage`.
 */
export async function killRepeatedly(killed: KilledWork): Promise<Map<string, number>> {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 30);
  const stages = new Map<string, number>();
  const durations = new Map<string, number>();
  const processes = openWarmProcesses(killed.program, killed.environment);
  /** How long the next work takes; the first time it is done for that, and another one is the next. */
  async function measureNext(): Promise<{ work: string; ms: number }> {
    for (;;) {
      const work = await killed.nextWork();
      const ms = durations.get(work);
      if (ms !== undefined) return { work, ms };
      durations.set(work, (await processes.run(noKillMs)) ?? noKillMs);
      await killed.examine();
    }
  }
  try {
    for (const [at, moment] of chooseMoments(createRandom(seed)).entries()) {
      if (at % killsAMeasure === 0) durations.clear();
      const { work, ms } = await measureNext();
      await processes.run(reach * moment * ms);
      const stage = `${work}: ${await killed.examine()}`;
      stages.set(stage, (stages.get(stage) ?? 0) + 1);
    }
  } finally {
    await processes.close();
  }
  const told = [...stages].sort().map(([stage, count]) => `${stage} ${count}`);
  process.stdout.write(`${kills} kills, KILL_SEED=${seed}: ${told.join(', ')}\n`);
  return stages;
}
