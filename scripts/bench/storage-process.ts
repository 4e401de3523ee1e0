// A process of its own for the Cloud Storage API, so that its work is not counted as the function's
// or the benchmark's. Started by open-platform.ts with the folder and the buckets as JSON.
import * as z from 'zod';
import { startStorage } from '../local/storage/start-storage.ts';

const optionsSchema = z.strictObject({
  folder: z.string(),
  metadataFolder: z.string(),
  buckets: z.array(z.string()),
});

const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const { url } = await startStorage({ ...options, port: 0, onFinalized: async () => {} });
process.send?.(url);
