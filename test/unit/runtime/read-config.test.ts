import { readConfig } from '@cutover/shared/runtime/read-config.ts';
import { mysqlSettings } from '@cutover/shared/runtime/settings.ts';
import * as z from 'zod';

const schema = z.object(mysqlSettings);
const right = { MYSQL_USER: 'ana', MYSQL_DATABASE: 'hr' };

describe('readConfig', () => {
  it('takes defaults for what is absent or empty', () => {
    expect(readConfig(schema, { ...right, MYSQL_PORT: '', OTHER: 'x' })).toEqual({
      ...right,
      CLOUD_SQL_IP_TYPE: 'PRIVATE',
      MYSQL_HOST: '127.0.0.1',
      MYSQL_PORT: 3306,
    });
  });

  it('names every bad variable together and shows no value', () => {
    const environment = { MYSQL_USER: 'ana', MYSQL_PORT: '33o6', CLOUD_SQL_INSTANCE: 'secret' };
    expect(() => readConfig(schema, environment)).toThrow(
      expect.objectContaining({
        code: 'misconfigured',
        message:
          "The function's environment is wrong. CLOUD_SQL_INSTANCE: must be project:region:instance; MYSQL_PORT: must be a whole number; MYSQL_DATABASE: missing",
      }),
    );
  });
});
