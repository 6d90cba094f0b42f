/** Options of esbuild for the product and for the daemon of the tests. */
export const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Of class-validator the ES modules, of which the validators that nothing uses are left out, and not those for ES5.
  mainFields: ['es2015', 'module', 'main'],
  // Native code, and what few daemons load and has no dependencies of its own.
  external: [
    '@lydell/node-pty',
    '@redis/client',
    'bufferutil',
    'jose',
    'koffi',
    'smol-toml',
    'undici',
    'utf-8-validate',
    'yaml',
  ],
};

/** Programs of the daemon in one file each. They run alone, some in a sandbox where they can read no other file. */
export const STANDALONE = ['apply-patch', 'file-worker', 'link-guard', 'namespace-holder'];
