import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { execServer } from '../../../src/testing/harness.js';

/** The daemon of the package, which loads parts of itself when it needs them; other tests have all of it in one script. */
const PROGRAM = fileURLToPath(new URL('../../../dist/main/cli.js', import.meta.url));

test('the daemon of the package writes readable log lines to a terminal', async () => {
  await using server = await execServer();
  const processId = await server.startProcess({ argv: [process.execPath, PROGRAM], tty: true });
  await server.waitForEvent(
    ({ method, params }) =>
      method === 'process/output' && Buffer.from(params.chunk, 'base64').includes('ws://'),
  );
  await server.request('process/write', {
    processId,
    writeId: 'interrupt',
    chunk: Buffer.from('\x03').toString('base64'),
  });

  const { exitCode, pty } = await server.outcome(processId);
  expect({ exitCode, pty }).toEqual({ exitCode: 0, pty: expect.stringMatching(/INFO.*: \w/) });
});
