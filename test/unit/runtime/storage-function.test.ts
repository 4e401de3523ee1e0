import { storageFunction } from '@cutover/shared/runtime/storage-function.ts';
import { memoryLogger } from '../../support/memory-logger.ts';

describe('storageFunction', () => {
  test('writes the lines of an event with its trace', async () => {
    const logger = memoryLogger();
    const handle = storageFunction({
      connect: async () => ({ deadlineSeconds: 1 }),
      run: async (_ports, _drop, log) => log.info({ rows: 1 }, 'load finished'),
      logger,
      project: 'my-project',
    });
    await handle({
      id: 'event-1',
      data: { bucket: 'drop', name: 'jobs.csv', generation: '1', size: '2' },
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
    });
    expect(logger.lines).toEqual([
      {
        severity: 'info',
        message: 'load finished',
        event_id: 'event-1',
        'logging.googleapis.com/trace':
          'projects/my-project/traces/0af7651916cd43dd8448eb211c80319c',
        'logging.googleapis.com/spanId': 'b7ad6b7169203331',
        'logging.googleapis.com/trace_sampled': false,
        rows: 1,
      },
    ]);
  });
});
