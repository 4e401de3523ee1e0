import { readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * In a bundle `import.meta.dirname` stands for the folder that the source has below the bundle's
 * own: files that are copied beside the bundle under their repository paths are found as before.
 */
export function keepModuleFolder(root: string): Plugin {
  return {
    name: 'keep-module-folder',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const folder = JSON.stringify(relative(root, dirname(path)));
        const source = await readFile(path, 'utf8');
        const contents = source.replaceAll(
          'import.meta.dirname',
          `require('node:path').join(import.meta.dirname, ${folder})`,
        );
        return { contents, loader: 'ts' };
      });
    },
  };
}
