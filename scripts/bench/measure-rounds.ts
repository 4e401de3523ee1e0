import type { Pool } from 'mysql2/promise';
import { awaitIdle } from './await-idle.ts';
import type { Contender } from './contender.ts';
import { readCpuSeconds, type Usage } from './process-usage.ts';

export interface Run extends Usage {
  readonly wallSeconds: number;
  /** Undefined where the server is in another place. */
  readonly serverCpuSeconds: number | undefined;
}

export interface Results {
  readonly name: string;
  /** One a round, in the order of the rounds. */
  readonly runs: readonly Run[];
  readonly remark: string | undefined;
}

export interface Ring {
  readonly pool: Pool;
  readonly serverPid: number | undefined;
}

async function measure({ pool, serverPid }: Ring, contender: Contender): Promise<Run> {
  const run = await contender.prepare();
  if (serverPid !== undefined) await awaitIdle(pool, serverPid);
  const readServer = () => (serverPid === undefined ? undefined : readCpuSeconds(serverPid));
  const [serverBefore, start] = [readServer(), performance.now()];
  const usage = await run();
  const wallSeconds = (performance.now() - start) / 1000;
  const serverAfter = readServer();
  const isKnown = serverBefore !== undefined && serverAfter !== undefined;
  const serverCpuSeconds = isKnown ? serverAfter - serverBefore : undefined;
  return { ...usage, wallSeconds, serverCpuSeconds };
}

/** Lets each contender run in turn, round after round, and checks what it leaves. A round before the first does not count. */
export async function measureRounds(
  ring: Ring,
  contenders: readonly Contender[],
  rounds: number,
): Promise<Results[]> {
  const runs = contenders.map((): Run[] => []);
  const remarks: (string | undefined)[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const [at, contender] of contenders.entries()) {
      if (contender.isSlow && round !== 1) continue;
      const run = await measure(ring, contender);
      remarks[at] = await contender.verify();
      if (round > 0) runs[at]?.push(run);
      const title = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`;
      console.log(`  ${title}: ${contender.name} ${run.wallSeconds.toFixed(2)} s`);
    }
  }
  return contenders.map(({ name }, at) => ({
    name,
    runs: runs[at] ?? [],
    remark: remarks[at],
  }));
}
