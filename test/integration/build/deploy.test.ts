import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from '../../../scripts/local/cutover-home.ts';
import { runProgram } from '../../../scripts/local/run-program.ts';
import { makeStorageHome, type StartedStorage } from '../../support/storage-home.ts';

const programs = join(import.meta.dirname, '..', '..', 'fixtures', 'programs');

describe('npm run deploy', () => {
  const home = makeStorageHome();
  const folder = mkdtempSync(join(tmpdir(), 'cutover-deploy-'));
  const record = join(folder, 'record');
  const state = join(folder, 'state');
  let storage: StartedStorage;

  const build = (bundles: Record<string, string>) => {
    const dist = join(folder, 'dist');
    rmSync(dist, { recursive: true, force: true });
    mkdirSync(dist);
    writeFileSync(join(dist, 'bundles.json'), JSON.stringify(bundles));
    for (const zip of Object.values(bundles)) writeFileSync(join(dist, zip), zip);
    return dist;
  };
  const deploy = async (...args: string[]) => {
    writeFileSync(record, '');
    const script = join(repositoryRoot, 'scripts', 'deploy.ts');
    const options = ['--artifacts', 'drop', '--dist', join(folder, 'dist'), '--terraform', folder];
    const result = await runProgram(process.execPath, [script, ...args, ...options], {
      environment: {
        NODE_OPTIONS: '',
        PATH: `${programs}${delimiter}${process.env.PATH}`,
        STORAGE_EMULATOR_HOST: storage.url,
        RECORD: record,
        STATE: state,
      },
    });
    return { ...result, calls: readFileSync(record, 'utf8').trim().split('\n').map(shorten) };
  };
  const shorten = (call: string) =>
    call
      .replace(' scripts/run.mjs', '')
      .replace(/ -chdir=\S+/, '')
      .replace(/ -(var|backend-config|out)=\S+/g, '');
  const applied = () => JSON.parse(readFileSync(join(state, 'applied'), 'utf8'));
  const releases = async () =>
    JSON.parse((await storage.bucket.file('releases.json').download()).toString());

  beforeAll(async () => {
    mkdirSync(state);
    storage = await home.start();
  });

  afterAll(async () => {
    await home.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('uploads a bundle once', async () => {
    build({ a: 'a-1.zip', b: 'b-1.zip' });
    expect((await deploy('upload')).output).toContain('2 bundles are new');
    build({ a: 'a-2.zip', b: 'b-1.zip' });
    expect((await deploy('upload')).output).toContain('1 bundles are new');
    const [text] = await storage.bucket.file('a-2.zip').download();
    expect(text.toString()).toBe('a-2.zip');
  });

  it('makes the database and its users first, migrates it, grants what functions need, then applies the plan and tries it', async () => {
    build({ a: 'a-1.zip' });
    const { ok, calls } = await deploy('apply', '--url', 'https://suite.example');
    expect(ok).toBe(true);
    expect(calls).toEqual([
      'terraform init -input=false',
      'terraform apply -auto-approve -input=false -target=module.cutover.google_sql_database.this -target=module.cutover.google_sql_user.deployer -target=module.cutover.google_sql_user.functions',
      'terraform output -json migrations',
      'node scripts/migrate.ts up project:region:cutover deployer',
      'node scripts/migrate.ts grant --prefix cutover- project:region:cutover deployer',
      'terraform plan -input=false',
      expect.stringMatching(/^terraform apply -input=false .*release\.tfplan$/),
      'node scripts/smoke.ts https://suite.example',
    ]);
    expect(await releases()).toEqual({ current: { a: 'a-1.zip' }, previous: null });
  });

  it('applies the release before again where the suite does not work, and fails', async () => {
    build({ a: 'a-2.zip' });
    writeFileSync(join(state, 'broken'), '');
    const { ok, output, complaint } = await deploy('apply', '--url', 'https://suite.example');
    rmSync(join(state, 'broken'));
    expect(ok).toBe(false);
    expect(output).toContain('The release does not work; the one before it is applied again.');
    expect(complaint).toContain('smoke');
    expect(applied()).toEqual({ a: 'a-1.zip' });
    expect(await releases()).toEqual({ current: { a: 'a-1.zip' }, previous: null });
  });

  it('rolls back to the release before, and forward again', async () => {
    build({ a: 'a-2.zip' });
    expect((await deploy('apply')).ok).toBe(true);
    expect((await deploy('rollback')).ok).toBe(true);
    expect(applied()).toEqual({ a: 'a-1.zip' });
    expect((await deploy('rollback')).ok).toBe(true);
    expect(applied()).toEqual({ a: 'a-2.zip' });
    expect(await releases()).toEqual({ current: { a: 'a-2.zip' }, previous: { a: 'a-1.zip' } });
  });

  it('says what it takes where it is called otherwise', async () => {
    const { ok, complaint } = await deploy('destroy');
    expect(ok).toBe(false);
    expect(complaint).toContain('npm run deploy -- upload|plan|apply|rollback');
  });
});
