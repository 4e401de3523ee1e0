import type { ProgressRecorder } from '../../../domain/tracking/tracking-record.ts';

/**
 * `openRecorder`, loaded with it: most of the memory and time that BigQuery's client takes is for
 * loading it, so only who has something to record does.
 */
export async function loadRecorder(dataset: string, recordedBy: string): Promise<ProgressRecorder> {
  const { openRecorder } = await import('./open-recorder.ts');
  return openRecorder(dataset, recordedBy);
}
