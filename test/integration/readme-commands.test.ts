import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import type { Endpoints } from '../../scripts/local/endpoints.ts';
import { interrupt, makeHome, type RunningStart, startLocalCloud } from '../support/local-cloud.ts';
import { readSection, readText } from '../support/repository.ts';
import { trackedFiles } from '../support/tracked-files.ts';

/** How a block in this language is run: its text is the last argument. */
const interpreters: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  sh: ['bash', '-euo', 'pipefail', '-c'],
  js: [process.execPath, '--input-type=module', '--eval'],
};

const sections = ['Try it', 'Encrypted bodies'];

/** What a README promises in these sections works when it is typed; other blocks are shown only. */
const commands = trackedFiles()
  .filter((file) => file.endsWith('README.md'))
  .flatMap((file) => {
    const text = sections.map((name) => readSection(readText(file), name) ?? '').join('\n');
    return [...text.matchAll(/^```(sh|js)\n(.+?)^```$/gms)].map(
      ([, language = '', command = '']) => ({ file, language, command }),
    );
  });

describe('the commands of the READMEs', () => {
  const home = makeHome();
  let cloud: RunningStart;
  let endpoints: Endpoints;

  beforeAll(async () => {
    cloud = startLocalCloud(home.folder, ['--port', '0']);
    endpoints = await cloud.ready();
  });

  afterAll(async () => {
    await interrupt(cloud);
    home.remove();
  });

  it.each(commands)('$file: $command', ({ language, command }) => {
    const here = command
      .replaceAll('http://127.0.0.1:8080', endpoints.gateway)
      .replaceAll('http://127.0.0.1:4443', endpoints.storage)
      .replaceAll('http://127.0.0.1:9050', endpoints.bigquery)
      .replaceAll('.cutover/', `${home.folder}/`);
    const [program = '', ...args] = interpreters[language] ?? [];
    const result = spawnSync(program, [...args, here], {
      cwd: repositoryRoot,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NODE_OPTIONS: '', CUTOVER_HOME: home.folder },
    });
    expect(result).toMatchObject({ status: 0 });
  });
});
