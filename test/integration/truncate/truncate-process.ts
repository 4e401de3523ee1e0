import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';

/** Empties tables and takes it back, until it is killed; each time has its line. */
const { pool } = await connectMysql(JSON.parse(process.env.TARGET ?? '{}'), 4);
const replacer = mysqlTableReplacer(pool);
for (;;) {
  process.stdout.write('begin\n');
  const about = { actor: 'a process' };
  const { id } = await replacer.empty(
    ['departments', 'hired_employees', 'badges'],
    about,
    async () => {},
  );
  await replacer.undo(id, about);
}
