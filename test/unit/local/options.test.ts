import { readOptions, type StartOptions } from '../../../scripts/local/options.ts';

function read(args: string[], environment: Record<string, string> = {}): StartOptions {
  const options = readOptions(args, environment);
  if (options === 'help') throw new Error('help was not asked for');
  return options;
}

describe('the options of npm start', () => {
  it('start the gateway on 8080 with sample data when nothing is said', () => {
    expect(read([])).toMatchObject({
      gatewayPort: 8080,
      storagePort: 4443,
      mysqlPort: 33306,
      bigqueryPort: 9050,
      data: 'sample',
      fresh: false,
    });
  });

  it('take PORT, and --port before it', () => {
    expect(read([], { PORT: '9000' }).gatewayPort).toBe(9000);
    expect(read(['--port', '9001'], { PORT: '9000' }).gatewayPort).toBe(9001);
  });

  it('let every part take a free port with --port 0', () => {
    expect(read(['--port=0'])).toMatchObject({
      gatewayPort: 0,
      storagePort: 0,
      mysqlPort: 0,
      bigqueryPort: 0,
    });
  });

  it('take a folder of data, or none', () => {
    expect(read(['--data', '/some/where']).data).toEqual({ folder: '/some/where' });
    expect(read(['--no-data']).data).toBe('none');
  });

  it('run schedules as they say, or each so many seconds', () => {
    expect(read([]).scheduleSeconds).toBeUndefined();
    expect(read(['--every', '30']).scheduleSeconds).toBe(30);
  });

  it('read the server that MYSQL_URL names, with its escaped password', () => {
    const { mysql } = read([], { MYSQL_URL: 'mysql://me:p%40ss@db.example:3307/people' });
    expect(mysql).toEqual({
      host: 'db.example',
      port: 3307,
      user: 'me',
      password: 'p@ss',
      database: 'people',
    });
  });

  it('take a BigQuery API as the client library wants it named, and without the base path', () => {
    for (const named of ['http://h:1/bigquery/v2', 'http://h:1/bigquery/v2/', 'http://h:1']) {
      expect(read([], { BIGQUERY_EMULATOR_HOST: named }).bigqueryUrl).toBe('http://h:1');
    }
  });

  it('count an empty variable as absent', () => {
    const options = read([], { PORT: '', MYSQL_URL: '', STORAGE_EMULATOR_HOST: '' });
    expect(options).toMatchObject({ gatewayPort: 8080, mysql: undefined, storageUrl: undefined });
  });

  it.each([
    [['--speed'], {}, "Unknown option '--speed'"],
    [['data'], {}, "Unexpected argument 'data'"],
    [['--port'], {}, '--port'],
    [['--port', 'abc'], {}, '--port must be a whole number from 0 to 65535.'],
    [['--port', '65536'], {}, '--port must be'],
    [[], { PORT: '80a' }, 'PORT must be'],
    [['--every', '0'], {}, '--every must be a whole number from 1 to 86400.'],
    [['--every', 'day'], {}, '--every must be'],
    [['--data', 'x', '--no-data'], {}, '--data and --no-data exclude each other.'],
    [['--data', 'x'], { STORAGE_EMULATOR_HOST: 'http://h:1' }, '--data needs the storage'],
    [[], { MYSQL_URL: 'db:secret' }, 'MYSQL_URL must look like'],
    [[], { STORAGE_EMULATOR_HOST: 'localhost/x' }, 'STORAGE_EMULATOR_HOST must look like'],
    [[], { BIGQUERY_EMULATOR_HOST: 'http://h/x' }, 'BIGQUERY_EMULATOR_HOST must look like'],
  ])('refuse %j with %j in a sentence', (args, environment, sentence) => {
    expect(() => readOptions(args, environment as NodeJS.ProcessEnv)).toThrow(sentence);
  });

  it('never show the password of a MYSQL_URL that is wrong', () => {
    expect(() => readOptions([], { MYSQL_URL: 'postgres://me:secret@host' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });
});
