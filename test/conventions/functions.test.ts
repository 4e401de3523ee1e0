import { getFunction } from '@google-cloud/functions-framework/testing';
import type * as z from 'zod';
import { readFunctionManifests } from '../../scripts/function-manifest.ts';
import { exists, readJson, readSection, readText } from '../support/repository.ts';

const manifests = readFunctionManifests();

describe.each(manifests)('the function $name', (manifest) => {
  const { name, trigger, environment, secrets, schedules, database } = manifest;
  const folder = `functions/${name}`;
  const variables = [...Object.keys(environment), ...Object.keys(secrets)].sort();

  it('is called verb-noun', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  it('states in function.yaml the variables that config.ts reads', async () => {
    const module: { configSchema: z.ZodObject } = await import(`../../${folder}/src/config.ts`);
    expect(Object.keys(module.configSchema.shape).sort()).toEqual(variables);
  });

  it('states what it may do in the database exactly where it signs in to it', () => {
    const settings = [...Object.values(environment), ...Object.values(secrets)];
    const hasDatabase = settings.some(({ from }) => from?.startsWith('mysql.'));
    expect(database.length > 0).toBe(hasDatabase);
  });

  it('states no privilege twice, nor on one table what it has on all', () => {
    const stated = database.flatMap(({ allow, on }) => allow.map((each) => ({ each, on })));
    const wider = stated.filter(({ each, on }, at) =>
      stated.some(
        (other, where) => other.each === each && where !== at && ['*', on].includes(other.on),
      ),
    );
    expect(wider).toEqual([]);
  });

  it('states in its README the same variables', () => {
    const settings = readSection(readText(`${folder}/README.md`), 'Settings') ?? '';
    const named = [...settings.matchAll(/^\| `([A-Z][A-Z0-9_]*)` +\|/gm)].map(([, key]) => key);
    expect(named.sort()).toEqual(variables);
  });

  it('states in its README its schedules', () => {
    const section = readSection(readText(`${folder}/README.md`), 'Schedules') ?? '';
    const rows = [...section.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\| `POST ([^`]+)`/gm)];
    const stated = rows.map(([, schedule, cron, path]) => ({ name: schedule, cron, path }));
    expect(stated).toEqual(schedules.map(({ name, cron, path }) => ({ name, cron, path })));
  });

  it('is registered under the name of its folder, and nothing else is', async () => {
    await import(`../../${folder}/src/index.ts`);
    expect(getFunction(name)).toBeInstanceOf(Function);
    const registered = readText(`${folder}/src/index.ts`).matchAll(
      /^(http|cloudEvent)\(\s*'([^']+)'/gm,
    );
    const kind = 'http' in trigger ? 'http' : 'cloudEvent';
    expect([...registered].map(([, how, what]) => [how, what])).toEqual([[kind, name]]);
  });

  it('is a package of that name', () => {
    expect(readJson(`${folder}/package.json`)).toMatchObject({
      name: `@cutover/${name}`,
      main: 'src/index.ts',
      private: true,
      type: 'module',
    });
  });

  it('has a README with its name, its summary, its settings and a command to try', () => {
    const readme = readText(`${folder}/README.md`);
    expect(readme.startsWith(`# ${name}\n\n${manifest.summary}\n`)).toBe(true);
    expect(readSection(readme, 'Try it')).toMatch(/^```sh\n.+?^```$/ms);
  });

  it('has its handler apart from its wiring, and a test', () => {
    expect(exists(`${folder}/src/handler.ts`)).toBe(true);
    expect(exists(`test/function/${name}.test.ts`)).toBe(true);
  });

  it('answers no route of another function', () => {
    if (!('http' in trigger)) return;
    const others = manifests.flatMap((other) =>
      other.name !== name && 'http' in other.trigger ? other.trigger.http.routes : [],
    );
    expect(trigger.http.routes.filter((route) => others.includes(route))).toEqual([]);
  });
});
