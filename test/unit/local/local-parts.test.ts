import { type FunctionManifest, variableSources } from '../../../scripts/function-manifest.ts';
import { backoffMs } from '../../../scripts/local/backoff.ts';
import { endToEndHeaders } from '../../../scripts/local/forward-request.ts';
import { summarizeLogLine } from '../../../scripts/local/function-log.ts';
import { buildEnvironment, type SourceValues } from '../../../scripts/local/instances.ts';
import { formatMysqlUrl, parseMysqlUrl } from '../../../scripts/local/mysql/parse-mysql-url.ts';
import { encodeAttribute } from '../../../scripts/local/send-event.ts';

describe('the wait before an event is sent again', () => {
  it('doubles from half a second to a minute', () => {
    expect([1, 2, 3, 4].map((failures) => backoffMs(failures, 0.5))).toEqual([
      500, 1000, 2000, 4000,
    ]);
    expect(backoffMs(1000, 0.5)).toBe(60_000);
  });

  it('is spread by a quarter to both sides', () => {
    expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([375, 625]);
  });
});

describe('headers that a gateway passes on', () => {
  it('leave out those of the hop, and those that Connection names', () => {
    const headers = endToEndHeaders({
      connection: 'keep-alive, X-Hop',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      'x-hop': '1',
      accept: 'text/csv',
      'set-cookie': ['a=1', 'b=2'],
    });
    expect(headers).toEqual({ accept: 'text/csv', 'set-cookie': ['a=1', 'b=2'] });
  });
});

describe('an event’s attribute in a header', () => {
  it('is percent-encoded where it is not plain ASCII', () => {
    expect(encodeAttribute('objects/año 100%.csv')).toBe('objects/a%C3%B1o%20100%25.csv');
    expect(encodeAttribute('objects/🚀"')).toBe('objects/%F0%9F%9A%80%22');
  });
});

describe('a function’s log line at the terminal', () => {
  it.each([
    [
      '{"severity":"ERROR","message":"load failed","err":{"message":"no table"}}',
      'f: error: load failed: no table',
    ],
    ['{"severity":"WARNING","message":"slow"}', 'f: warning: slow'],
    ['{"severity":"INFO","message":"load finished"}', undefined],
    ['TypeError: x is not a function', 'f: TypeError: x is not a function'],
    ['    at file:///x.ts:1:1', undefined],
    ['', undefined],
  ])('%s is said as %s', (line, said) => {
    expect(summarizeLogLine('f', line)).toBe(said);
  });
});

describe('MYSQL_URL', () => {
  it('is read back as it was written, whatever the password holds', () => {
    const address = { host: 'h', port: 1, user: 'a b', password: 'p/@:%ñ', database: 'x y' };
    expect(parseMysqlUrl(formatMysqlUrl(address))).toEqual(address);
  });

  it('needs no port and no database', () => {
    expect(parseMysqlUrl('mysql://me@host')).toMatchObject({
      port: 3306,
      database: 'hr',
      password: '',
    });
  });
});

describe('the environment of a function', () => {
  const manifest = {
    name: 'report-hiring',
    timeout_seconds: 60,
    environment: {
      MYSQL_HOST: { from: 'mysql.host' },
      CLOUD_SQL_INSTANCE: { from: 'mysql.instance' },
    },
    secrets: { MYSQL_PASSWORD: { from: 'mysql.password' } },
  } as unknown as FunctionManifest;
  const sources = {
    ...(Object.fromEntries(variableSources.map((source) => [source, source])) as SourceValues),
    'mysql.host': '127.0.0.1',
    'mysql.password': 'p',
    'mysql.instance': undefined,
  };

  it('holds what its function.yaml asks for, what the platform sets, and nothing of this machine’s own', () => {
    const environment = buildEnvironment(manifest, sources, { GOOGLE_CLOUD_PROJECT: 'p' });
    const { PATH, HOME, TMPDIR, LANG, ...rest } = environment;
    expect(rest).toEqual({
      MYSQL_HOST: '127.0.0.1',
      MYSQL_PASSWORD: 'p',
      GOOGLE_CLOUD_PROJECT: 'p',
      K_SERVICE: 'report-hiring',
      FUNCTION_TARGET: 'report-hiring',
      PORT: '8080',
      NODE_ENV: 'production',
      CLOUD_RUN_TIMEOUT_SECONDS: '60',
    });
  });

  it('tells the allocator from which size on a buffer goes back to the system', () => {
    const bounded = { ...manifest, mmap_threshold_bytes: 1048576 };
    expect(buildEnvironment(bounded, sources, {})).toMatchObject({
      MALLOC_MMAP_THRESHOLD_: '1048576',
    });
  });
});
