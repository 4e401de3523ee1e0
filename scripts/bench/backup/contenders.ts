import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folderBytes } from '../folder-bytes.ts';
import type { TableContender } from '../measure-on-table.ts';
import type { BenchTable } from '../measure-table.ts';
import type { OpenFunction } from '../open-function.ts';
import { buckets } from '../open-platform.ts';
import { readUsage } from '../process-usage.ts';
import { type Command, runMeasured } from '../run-measured.ts';
import { ours } from './judge-backups.ts';
import { requestBackup } from './request-backup.ts';

/** backup-tables from the request to the answer, by when the table's file and the set's manifest are in the bucket. */
export function functionContender(
  opened: OpenFunction,
  { table, rows }: BenchTable,
): TableContender {
  const { func } = opened;
  const bucket = opened.folderOf(buckets.backups);
  let answer: Awaited<ReturnType<typeof requestBackup>> | undefined;
  let contentHash: string | undefined;
  return {
    name: ours,
    prepare: async () => {
      const pid = await func.pool.use(async (process) => process.pid);
      const before = readUsage(pid);
      return async () => {
        answer = await requestBackup(opened, table);
        const { cpuSeconds, peakMib } = readUsage(pid);
        return { cpuSeconds: cpuSeconds - before.cpuSeconds, peakMib };
      };
    },
    verify: async () => {
      const hash = answer?.tables[0]?.content_hash;
      contentHash ??= hash;
      if (answer?.rows !== rows || hash !== contentHash) {
        throw new Error(
          `${ours} kept ${answer?.rows} rows, ${hash}, instead of ${rows}, ${contentHash}.`,
        );
      }
      return undefined;
    },
    readSize: () => folderBytes(join(bucket, answer?.database ?? '', answer?.set_id ?? '')),
  };
}

/** A program that writes into a folder of its own, which is empty before. `check` throws where what it says, or left there, is not a backup of the table. */
export function programContender(
  name: string,
  options: {
    readonly folder: string;
    readonly command: (folder: string) => Command;
    readonly check: (output: string, folder: string) => Promise<void>;
    readonly isSlow?: boolean;
  },
): TableContender {
  const { folder, command, check, isSlow = false } = options;
  let said = '';
  return {
    name,
    isSlow,
    prepare: async () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      return async () => {
        const { usage, output } = await runMeasured(command(folder));
        said = output.trim();
        return usage;
      };
    },
    verify: async () => {
      await check(said, folder);
      return undefined;
    },
    readSize: () => folderBytes(folder),
  };
}
