import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { runProgram } from '../../scripts/local/run-program.ts';
import {
  type Configuration,
  checkConfiguration,
  readConfiguration,
} from '../../scripts/terraform/check/check-configuration.ts';
import type { Block } from '../../scripts/terraform/configuration.ts';
import {
  describeGrants,
  describeModule,
  fillTables,
} from '../../scripts/terraform/describe-module.ts';
import { readText } from '../support/repository.ts';
import { itIf } from '../support/skip.ts';
import {
  type Mutation,
  misspeltArguments,
  removedBlocks,
  removedRoles,
  removedValues,
} from '../support/terraform/mutations.ts';
import { trackedFiles } from '../support/tracked-files.ts';

const folder = join(repositoryRoot, 'terraform');

/** What the check does not notice. */
const overlooked = (mutations: Iterable<Mutation>) =>
  [...mutations].filter(({ mutated }) => checkConfiguration(mutated).length === 0);

const terraform = await runProgram('terraform', ['version']);

describe('the Terraform configuration', () => {
  let configuration: Configuration;

  beforeAll(async () => {
    configuration = await readConfiguration(folder);
  });

  it('is what the provider takes, refers to what is there, and grants and sets what function.yaml states', () => {
    expect(checkConfiguration(configuration)).toEqual([]);
  });

  itIf(terraform.ok, 'terraform is not installed: its format is not checked')(
    'is formatted',
    async () => {
      const { ok, output } = await runProgram('terraform', ['fmt', '-check', '-recursive', folder]);
      expect({ ok, output }).toEqual({ ok: true, output: '' });
    },
  );

  it('is described in its README as it is (npm run terraform-readme writes it)', () => {
    const [root] = configuration.modules;
    const text = readText('terraform/README.md');
    expect(root?.folder).toBe('');
    const grants = describeGrants(configuration.manifests);
    expect(root && fillTables(text, { ...describeModule(root), grants })).toBe(text);
  });

  it('counts log lines that the code writes', () => {
    const text = readText('terraform/monitoring.tf');
    const messages = [...text.matchAll(/jsonPayload\.message=(\([^)]+\)|\\"[^"]+\\")/g)]
      .flatMap(([, named = '']) => [...named.matchAll(/\\"([^"\\]+)\\"/g)])
      .map(([, message = '']) => message);
    const code = trackedFiles()
      .filter((file) => /^(functions|shared)\/.*\.ts$/.test(file))
      .map(readText)
      .join('');
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.filter((message) => !code.includes(`'${message}'`))).toEqual([]);
  });

  it('fails where any argument or block is misspelt', () => {
    const mutations = [...misspeltArguments(configuration)];
    expect(mutations.length).toBeGreaterThan(300);
    expect(overlooked(mutations).map(({ what }) => what)).toEqual([]);
  });

  it('fails where a variable, a grant or a module call is removed', () => {
    const isRemoved = ({ kind, type }: Block) =>
      kind === 'variable' || kind === 'module' || type.endsWith('_iam_member');
    const mutations = [...removedBlocks(configuration, isRemoved)];
    expect(overlooked(mutations).map(({ what }) => what)).toEqual([]);
  });

  it('fails where a value of the environment is removed', () => {
    expect(overlooked(removedValues(configuration)).map(({ what }) => what)).toEqual([]);
  });

  it('fails where a role of function.yaml is removed: the README shows it, or the function lacks it', () => {
    const told = describeGrants(configuration.manifests);
    const unseen = overlooked(removedRoles(configuration)).filter(
      ({ mutated }) => describeGrants(mutated.manifests) === told,
    );
    expect(unseen.map(({ what }) => what)).toEqual([]);
  });
});
