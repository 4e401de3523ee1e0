import { defaultRetention } from '@cutover/shared/domain/backup/retention.ts';
import type { Documentation } from '@cutover/shared/runtime/documentation.ts';
import * as z from 'zod';
import { exampleSet } from './examples.ts';

const verdicts = z.array(z.object({ set_id: z.string(), reasons: z.array(z.string()) }));

const judged = {
  policy: z.record(z.string(), z.int().min(0)),
  keeps: verdicts,
};

const policy = { ...defaultRetention, keep_last: 1 };
const keeps = [{ set_id: exampleSet, reasons: ['last 1 of 1', 'newest proven set'] }];

export const previewDocumentation: Documentation = {
  answers: {
    200: {
      description: 'What would become of each set, and why.',
      schema: z.object({ ...judged, removes: verdicts }),
    },
  },
  examples: [
    {
      summary: 'Only the last set of each day',
      query: { keep_last: '1' },
      answer: { policy, keeps, removes: [] },
    },
  ],
};

export const retainDocumentation: Documentation = {
  answers: {
    200: {
      description: 'What was kept and what was removed.',
      schema: z.object({ ...judged, removed: verdicts }),
    },
  },
  examples: [
    { summary: 'As above', body: { keep_last: 1 }, answer: { policy, keeps, removed: [] } },
  ],
};
