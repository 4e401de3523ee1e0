import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutoverHome } from '../../scripts/local/cutover-home.ts';
import { ensureMariadb } from '../../scripts/local/mysql/ensure-mariadb.ts';
import { formatMysqlUrl } from '../../scripts/local/mysql/parse-mysql-url.ts';
import { startMysqlServer } from '../../scripts/local/mysql/start-mysql-server.ts';
import { addEncryptionKey } from '../../shared/src/adapters/access/add-encryption-key.ts';
import { addSigningKey } from '../../shared/src/adapters/access/add-signing-key.ts';
import { keepForTeardown } from './running-database.ts';

/**
 * One key for the whole run that signs the tests' tokens, one to encrypt bodies to, and one MariaDB in a folder of its own,
 * unless TEST_MYSQL_URL or MYSQL_URL names a server.
 */
export default async function prepareRun(): Promise<void> {
  process.env.TEST_TOKEN_KEYS = JSON.stringify(await addSigningKey());
  process.env.TEST_ENCRYPTION_KEYS = JSON.stringify(await addEncryptionKey());
  process.env.TEST_MYSQL_URL ||= process.env.MYSQL_URL ?? '';
  if (process.env.TEST_MYSQL_URL !== '') return;
  const programs = await ensureMariadb(cutoverHome(process.env), (line) => console.log(line));
  const folder = mkdtempSync(join(tmpdir(), 'cutover-test-'));
  const server = await startMysqlServer({ programs, folder, port: 0 });
  process.env.TEST_MYSQL_URL = formatMysqlUrl(server);
  keepForTeardown({ server, folder });
}
