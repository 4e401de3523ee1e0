import { connectMysql } from '../../../shared/src/adapters/mysql/connect.ts';
import { mysqlTableReplacer } from '../../../shared/src/adapters/mysql/restore/mysql-table-replacer.ts';
import { runWhenTold } from '../../support/kills/run-when-told.ts';
import { replaceBoth } from './both-tables.ts';
import { takeBackOr } from './take-back-or.ts';

/** Replaces the rows of both tables, or takes that back. */
void runWhenTold(async () => {
  const { pool } = await connectMysql(JSON.parse(process.env.TARGET ?? '{}'), 8);
  await pool.query('DO 0');
  const replacer = mysqlTableReplacer(pool);
  return () => takeBackOr(pool, replacer, () => replaceBoth(pool, replacer));
});
