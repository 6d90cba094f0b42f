import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { execServer } from '../../../src/testing/harness.js';

/** The daemon of the package, which loads parts of itself when it needs them; other tests have all of it in one script. */
const PROGRAM = fileURLToPath(new URL('../../../dist/main/cli.js', import.meta.url));

test('the daemon of the package writes readable log lines to a terminal', async () => {
  await using server = await execServer();
  const client = await server.client();
  const daemon = client.run(process.execPath, [PROGRAM], { tty: true, env: {}, extendEnv: false });
  daemon.stdout.on('data', (bytes: Buffer) => {
    if (bytes.includes('ws://')) {
      daemon.stdin?.write('\x03');
    }
  });
  expect((await daemon).stdout).toMatch(/INFO.*: \w/);
});
