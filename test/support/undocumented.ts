import type { Documentation } from '@cutover/shared/runtime/documentation.ts';

/** For routes that no API documentation shows. */
export const undocumented: Documentation = { answers: {}, examples: [] };
