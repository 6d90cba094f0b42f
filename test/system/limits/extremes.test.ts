import { expect, test } from '@jest/globals';
import { RawDaemon } from '../raw-daemon.js';

const flags = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).flatMap(([flag, value]) => [`--${flag}`, value]);

/** Without the timeouts, which a slow machine would not meet. */
const SMALLEST = flags({
  'session-ttl': '1ms',
  'ping-interval': '10ms',
  'output-window': '64KiB',
  'output-retention': '1',
  'max-retained-bytes': '1MiB',
  'max-pending-input': '64KiB',
  'max-bytes-in-flight': '64KiB',
  'max-unsent-bytes': '64KiB',
  'max-uninitialized-bytes': '64KiB',
  'max-http-body-bytes': '64KiB',
  'max-header-bytes': '4KiB',
  'max-frame-bytes': '64KiB',
  'max-message-bytes': '64KiB',
  'max-connections': '1',
  'max-pending-connections': '1',
  'max-sessions': '1',
  'max-processes': '1',
  'max-file-handles': '1',
  'max-http-requests': '1',
  'log-rate-limit': '1',
  'max-auth-failures': '1',
  'max-resume-failures': '1',
});

const LARGEST = flags({
  'session-ttl': '100000h',
  'ping-interval': '23h',
  'peer-timeout': '24h',
  'request-timeout': '24h',
  'initialize-timeout': '24h',
  'output-window': '20MiB',
  'output-retention': '20MiB',
  'max-retained-bytes': '1048576GiB',
  'max-pending-input': '1048576GiB',
  'max-bytes-in-flight': '1048576GiB',
  'max-unsent-bytes': '1048576GiB',
  'max-uninitialized-bytes': '1048576GiB',
  'max-http-body-bytes': '1048576GiB',
  'max-header-bytes': '16MiB',
  'max-frame-bytes': '256MiB',
  'max-message-bytes': '256MiB',
  'max-connections': '999999999',
  'max-pending-connections': '999999999',
  'max-sessions': '999999999',
  'max-processes': '999999999',
  'max-file-handles': '999999999',
  'max-http-requests': '999999999',
  'log-rate-limit': '999999999',
  'max-auth-failures': '999999999',
  'max-resume-failures': '999999999',
});

test.each([
  ['smallest', SMALLEST],
  ['largest', LARGEST],
])('a client is served with every limit at its %s', async (_, args) => {
  await using daemon = await RawDaemon.start({ args, stderr: 'pipe' });
  let log = '';
  daemon.child.stderr?.on('data', (text) => {
    log += text;
  });
  const client = await daemon.client();
  const script = 'head -c 2000000 /dev/zero; read line; echo $line';
  const input = `${'x'.repeat(30_000)}\n`;
  const { stdout } = await client.run('sh', ['-c', script], { input });
  expect(stdout.length).toBe(2_030_000);
  await client.close();
  await daemon.end();
  expect(log).not.toContain('Warning');
});
