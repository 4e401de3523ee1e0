import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import { fieldsSchema } from '../csv-order.ts';
import { loading } from './loading.ts';

export const ingestCsvDocumentation: Documentation = {
  ...loading,
  problems: [...loading.problems, 'not-found'],
  form: fieldsSchema,
  examples: [
    {
      summary: 'A file in the drop bucket, without its wrong records',
      body: {
        table: 'departments',
        source_path: 'gs://cutover-local-drop/departments.csv',
        skip_invalid_rows: 'true',
        conflict: 'skip',
      },
    },
  ],
};
