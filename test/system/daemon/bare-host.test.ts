import { expect, test } from '@jest/globals';
import type { EnvironmentInfo } from '../../../src/protocol/environment.js';
import { RawDaemon } from '../raw-daemon.js';

/** What a client was told, and what a process printed that reopens its standard error. */
interface Visit {
  readonly info: EnvironmentInfo;
  readonly printed: string;
}

/** Starts the daemon from a shell that has done something before, and visits it. */
const visit = async (before: string, env: Record<string, string> = {}): Promise<Visit> => {
  await using daemon = await RawDaemon.start({ script: `${before}; exec "$@"`, env });
  await using client = await daemon.client();
  const info = await client.request('environment/info', {});
  const script = 'echo out; echo err > /dev/stderr';
  const { stdout, stderr } = await client.run('sh', ['-c', script]);
  return { info, printed: `${stdout} ${stderr}` };
};

const IN_A_REMOVED_DIRECTORY = 'cd "$(mktemp -d -p /tmp)" && rmdir "$PWD"';

test.each([
  ['which does not exist', '/nowhere/tmp'],
  ['which is a file', '/dev/null'],
  ['which is relative', 'no-such-directory'],
  ['which is empty', ''],
])('exec-server serves with a TMPDIR %s', async (_, TMPDIR) => {
  const { info, printed } = await visit('cd /', { TMPDIR });

  expect(printed).toBe('out err');
  expect(info.tempDir).toBe(`file://${TMPDIR.startsWith('/') ? '' : '/'}${TMPDIR}`);
});

test('exec-server serves from a working directory that has been removed', async () => {
  const { info, printed } = await visit(IN_A_REMOVED_DIRECTORY, { TMPDIR: 'relative' });

  expect(printed).toBe('out err');
  expect(info).toMatchObject({ cwd: null, temporaryDirectories: [] });
  expect(info).not.toHaveProperty('tempDir');
});

test('exec-server reports no home directory for a relative HOME, and none at the root for an empty one', async () => {
  const [relative, empty] = await Promise.all([
    visit('true', { HOME: 'home' }),
    visit('true', { HOME: '' }),
  ]);

  expect(relative.info).not.toHaveProperty('userHomeDir');
  expect(empty.info.userHomeDir).not.toBe('file://');
});
