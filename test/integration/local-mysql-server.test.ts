import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { cutoverHome } from '../../scripts/local/cutover-home.ts';
import { ensureMariadb } from '../../scripts/local/mysql/ensure-mariadb.ts';
import {
  type MysqlServer,
  startMysqlServer,
} from '../../scripts/local/mysql/start-mysql-server.ts';
import { makeHome } from '../support/local-cloud.ts';

describe('the private database server', () => {
  const home = makeHome();
  // Blanks, and longer than the path of a Unix socket may be.
  const folder = join(home.folder, 'a home with blanks', 'x'.repeat(100));
  let server: MysqlServer;
  const start = async (at = folder, port = 0) =>
    startMysqlServer({
      programs: await ensureMariadb(cutoverHome(process.env), () => {}),
      folder: at,
      port,
    });
  const query = async (sql: string, user = server.user, password = server.password) => {
    const { host, port } = server;
    const connection = await createConnection({ host, port, user, password });
    try {
      const [rows] = await connection.query({ sql, rowsAsArray: true });
      return rows;
    } finally {
      await connection.end();
    }
  };
  beforeAll(async () => {
    // What an initialisation that was killed leaves.
    mkdirSync(join(folder, 'data.new', 'mysql'), { recursive: true });
    writeFileSync(join(folder, 'data.new', 'ibdata1'), 'half');
    server = await start();
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  it('is strict, durable and speaks UTC and utf8mb4', async () => {
    const sql = `SELECT @@innodb_flush_log_at_trx_commit, @@character_set_server, @@time_zone,
      @@local_infile, @@global.sql_mode, @@bind_address`;
    expect(await query(sql)).toEqual([
      [
        ...[1, 'utf8mb4', '+00:00', 1],
        'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
        '127.0.0.1',
      ],
    ]);
  });

  it('lets one user in, with the password, and nobody else', async () => {
    await expect(query('SELECT 1', 'root', '')).rejects.toThrow('Access denied');
    await expect(query('SELECT 1', '', '')).rejects.toThrow('Access denied');
    await expect(query('SELECT 1', 'cutover', '')).rejects.toThrow('Access denied');
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
  });

  it('holds the database, and no test database', async () => {
    const databases = ['hr', 'information_schema', 'mysql', 'performance_schema'];
    expect(await query('SHOW DATABASES')).toEqual(databases.map((name) => [name]));
  });

  it('refuses a folder that a live server uses, and names the server', async () => {
    await expect(start()).rejects.toThrow(`by the database server with process id ${server.pid}.`);
  });

  it('names a port that is taken', async () => {
    await expect(start(join(home.folder, 'other'), server.port)).rejects.toThrow(
      `Port ${server.port} of 127.0.0.1 is taken.`,
    );
  });

  it('starts again after it was killed, with the same password and all that was committed', async () => {
    const { password } = server;
    await query('CREATE TABLE hr.kept (id INT PRIMARY KEY)');
    await query('INSERT INTO hr.kept VALUES (7)');
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await start();
    expect(server.password).toBe(password);
    expect(await query('SELECT id FROM hr.kept')).toEqual([[7]]);
  });
});
