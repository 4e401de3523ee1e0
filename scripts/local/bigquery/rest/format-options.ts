import * as z from 'zod';
import { invalid } from '../api-error.ts';
import type { TimestampFormat } from '../values/cell.ts';

/** How an answer's values are to be written. */
export const formatOptionsSchema = z.strictObject({
  useInt64Timestamp: z.boolean().optional(),
  timestampOutputFormat: z
    .enum(['TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED', 'FLOAT64', 'INT64', 'ISO8601_STRING'])
    .optional(),
});

type FormatOptions = z.infer<typeof formatOptionsSchema>;

export function toTimestampFormat(options: FormatOptions = {}): TimestampFormat {
  const { useInt64Timestamp = false, timestampOutputFormat } = options;
  if (
    timestampOutputFormat === undefined ||
    timestampOutputFormat === 'TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED'
  ) {
    return useInt64Timestamp ? 'INT64' : 'FLOAT64';
  }
  return timestampOutputFormat;
}

const parameters = ['useInt64Timestamp', 'timestampOutputFormat'] as const;

/** The same from the parameters of a GET. */
export function readTimestampFormat(query: URLSearchParams): TimestampFormat {
  const [int64, output] = parameters.map((name) => query.get(`formatOptions.${name}`));
  const options = formatOptionsSchema.safeParse({
    ...(int64 ? { useInt64Timestamp: int64.toLowerCase() === 'true' } : {}),
    ...(output ? { timestampOutputFormat: output } : {}),
  });
  if (options.success) return toTimestampFormat(options.data);
  throw invalid(`Invalid value for formatOptions.timestampOutputFormat: ${output}`);
}
