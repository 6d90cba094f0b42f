import { expect, test } from '@jest/globals';
import { DAEMON_PROGRAM } from '../../../src/testing/daemon-process.js';
import { RawDaemon } from '../raw-daemon.js';

/** V8 prints about each function that it optimizes. */
const TRACED = { program: '--trace-opt', args: [DAEMON_PROGRAM] };

test('V8 optimizes no code while the daemon starts', async () => {
  await using daemon = await RawDaemon.start(TRACED);
  await daemon.end();

  expect(daemon.printed()).toEqual([expect.stringMatching(/^ws:/)]);
});

test('V8 optimizes hot code of a daemon that has started', async () => {
  await using daemon = await RawDaemon.start(TRACED);
  const client = await daemon.testClient();
  while (!daemon.printed().some((line) => line.includes('completed optimizing'))) {
    await Promise.all(Array.from({ length: 100 }, () => client.request('environment/status', {})));
  }
  await client.disconnect();
});
