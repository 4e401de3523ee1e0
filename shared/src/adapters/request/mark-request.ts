import { hash } from 'node:crypto';
import type { MarkRequest } from '../../domain/batch/request-mark.ts';

const digest = (data: string | Uint8Array) => hash('sha256', data, 'buffer');

/** Marks requests by SHA-256: of the key, and of the digests of what was sent. */
export const markRequest: MarkRequest = ({ caller, route, key }, content) => ({
  id: digest(JSON.stringify([caller, route, key])),
  content: digest(Buffer.concat(content.map(digest))),
});
