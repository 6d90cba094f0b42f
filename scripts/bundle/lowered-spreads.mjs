import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/**
 * Replaces object spreads of execa by helper functions. For an object such as `{ ...options, cwd }` V8 of Node 20 makes a new hidden
 * class for each property behind the spread, each time it is made: execa left 20 KB of them at each start of a process, and no
 * inline cache found its options. To be deleted with Node 20.
 */
export const LOWERED_SPREADS = {
  name: 'lowered-spreads',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]node_modules[/\\]execa[/\\].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const { code } = await transform(text, { supported: { 'object-rest-spread': false } });
      return { contents: code };
    }),
};
