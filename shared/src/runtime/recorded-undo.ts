import type { Replaced } from '../domain/restore/ports.ts';
import { recordUndo } from '../domain/restore/record-restore.ts';
import type { Logger } from './logger.ts';
import { recordOnce, type WorkRecordingPorts } from './work-recording.ts';

/** What recording restores needs of the world. */
export interface RestoreRecordingPorts extends WorkRecordingPorts {
  readonly now: () => Date;
  /** Another one each time. */
  readonly makeWorkId: () => string;
}

interface UndoOrder {
  /** The replacement that is taken back. */
  readonly undoes: string;
  /** Whose database it is, where the request says. */
  readonly entity: number | null;
  readonly log: Logger;
}

/** Runs an undo, and records one that was done for its entity. Recording never fails it. */
export async function undoRecorded(
  ports: RestoreRecordingPorts,
  { undoes, entity, log }: UndoOrder,
  undo: () => Promise<Replaced>,
): Promise<Replaced> {
  const startedAt = ports.now().toISOString();
  const undone = await undo();
  const recordedFor = entity ?? ports.defaultEntity;
  if (recordedFor === null) return undone;
  const work = { id: ports.makeWorkId(), entity: recordedFor, startedAt };
  const end = { undoes, tables: undone.tables, endedAt: ports.now().toISOString() };
  await recordOnce(ports, recordUndo(work, end), log);
  return undone;
}
