import { afterAll } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../src/testing/harness.js';

let daemon: Promise<ExecServerHarness> | undefined;

// At the end of the suite, not of its first block: `test/runner/bundle-suites.mjs` loads this file before the blocks.
afterAll(async () => {
  await (await daemon)?.shutdown();
  daemon = undefined;
});

/** The daemon of all files of a suite that neither end it nor need options: started for the first, ended with the last. */
export const sharedDaemon = (): Promise<ExecServerHarness> => {
  daemon ??= execServer({ mode: 'daemon' });
  return daemon;
};
