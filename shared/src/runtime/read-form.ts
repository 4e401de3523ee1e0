import { refuseAll } from './refuse-all.ts';

/** The fields of a form (application/x-www-form-urlencoded). Fails with `invalid-request` where one is there twice. */
export function readForm(bytes: Uint8Array): Record<string, string> {
  const fields = new URLSearchParams(Buffer.from(bytes).toString('utf8'));
  const repeated = [...new Set(fields.keys())].filter((name) => fields.getAll(name).length > 1);
  if (repeated.length === 0) return Object.fromEntries(fields);
  const details = repeated.map((at) => ({ at, message: `${at} is given more than once.` }));
  throw refuseAll('The form', details);
}
