import { recordObjectSize } from './record-object-size.ts';
import { recordWork } from './record-work.ts';
import { findEnvironment, type RecorderPorts } from './recorder-ports.ts';
import type { ProgressRecorder } from './tracking-record.ts';

/** Records what a function tells of itself in the tracking tables. */
export function trackingRecorder(ports: RecorderPorts): ProgressRecorder {
  return {
    async record(record) {
      switch (record.record) {
        case 'work-started':
        case 'work-ended':
          return recordWork(ports, record);
        case 'object-size':
          return recordObjectSize(ports, record);
        case 'fact': {
          const { record: _, ...fact } = record;
          const env = await findEnvironment(ports, fact.entity_id);
          return ports.evidence.keep([{ ...fact, env, recorded_by: ports.recordedBy }]);
        }
      }
    },
  };
}
