import { readProgress } from '@cutover/shared/domain/backup/list-sets.ts';
import { isAbandoned } from '@cutover/shared/domain/backup/remove-set.ts';
import { isSealed, readFolders } from '@cutover/shared/domain/backup/set-folder.ts';
import { answerJson } from '@cutover/shared/runtime/answer.ts';
import { route } from '@cutover/shared/runtime/route.ts';
import * as z from 'zod';
import { backUp } from './back-up.ts';
import { backUpBodySchema } from './back-up-body.ts';
import { backUpDocumentation } from './documentation/sets.ts';
import type { Ports } from './ports.ts';

/** Where to read how far the set is that is being written; it may not have begun to be, or just have ended. */
async function answerRunning(ports: Ports) {
  const { store, database } = ports;
  const folder = (await readFolders(store, database)).find(
    (each) => !isSealed(each) && !isAbandoned(each, ports),
  );
  const set_id = folder?.setId ?? null;
  const progress = folder === undefined ? null : await readProgress(store, folder);
  const headers = { location: set_id === null ? '/backups' : `/backups/${set_id}` };
  return answerJson({ set_id, database, state: 'running', progress }, { status: 202, headers });
}

/**
 * Takes a set of the chosen tables, or of all, and answers when it is whole; or, where that is asked
 * for and such a set is being taken already, which one.
 */
export const backUpRoute = route({
  method: 'POST',
  paths: ['/backup-data'],
  access: 'operator',
  summary: 'Takes a backup set of one instant',
  query: z.strictObject({}),
  body: backUpBodySchema,
  documentation: backUpDocumentation,
  run: async (ports: Ports, { body, log }) => {
    const work = () => backUp(ports, body, log);
    const set = await (body.unless_running ? ports.runAlone(work) : work());
    if (set === null) return answerRunning(ports);
    return answerJson(set, { status: 201, headers: { location: `/backups/${set.set_id}` } });
  },
});
