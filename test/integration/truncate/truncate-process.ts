import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { runWhenTold } from '../../support/kills/run-when-told.ts';
import { takeBackOr } from '../restore/take-back-or.ts';

const tables = ['departments', 'hired_employees', 'badges'];
const about = { actor: 'a process' };

/** Empties tables while nobody can write to them, or takes that back. */
void runWhenTold(async () => {
  const { pool } = await connectMysql(JSON.parse(process.env.TARGET ?? '{}'), 8);
  await pool.query('DO 0');
  const replacer = mysqlTableReplacer(pool);
  return () => takeBackOr(pool, replacer, () => replacer.empty(tables, about, async () => {}));
});
