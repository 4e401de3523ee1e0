import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/local/cutover-home.ts';
import { trackedFiles } from '../support/tracked-files.ts';

const isBinary = (bytes: Buffer) => bytes.subarray(0, 8000).includes(0);

/** Spelt in parts, so that this file does not hold them. */
const unwanted: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'the address of a package registry',
    /https?:\/\/[\w.:-]*(registry|artifactory|nexus|verdaccio|pypi)[\w.:-]*\//i,
  ],
  ['a path of one machine', /(?<![\w.~-])\/(work|root|Users|home\/(?!\[|\w*\$)[\w.-]+)\/[\w.-]/],
  ['a note of work left over', new RegExp(`\\b(${['TO', 'DO|FIX', 'ME|XX', 'X'].join('')})\\b`)],
  ['a mark of an unfinished merge', /^(<{7}|>{7}) /m],
];

describe.each(unwanted)('%s', (_what, pattern) => {
  it('stands in no tracked file', () => {
    const found = trackedFiles().flatMap((file) => {
      const bytes = readFileSync(join(repositoryRoot, file));
      if (isBinary(bytes)) return [];
      return bytes
        .toString('utf8')
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
        );
    });
    expect(found).toEqual([]);
  });
});
