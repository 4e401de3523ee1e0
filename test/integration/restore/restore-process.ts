import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { replaceBoth } from './both-tables.ts';

/** Replaces the rows of both tables and takes it back, until it is killed; each has its line. */
const { pool } = await connectMysql(JSON.parse(process.env.TARGET ?? '{}'), 4);
const replacer = mysqlTableReplacer(pool);
for (;;) {
  process.stdout.write('begin\n');
  const { id } = await replaceBoth(pool, replacer);
  await replacer.undo(id, { actor: 'a process' });
}
