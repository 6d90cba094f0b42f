// Runs the system tests of the client over upstream, codex exec-server, which is fetched once:
//   npm run client-suite -- [--version 0.169.0] [--title REGEX]
// What differs stands in test/client/system/upstream-differences.ts with its reason; what no longer does fails, too.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChildGroup } from './codex/child-group.mjs';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { interruption } from './codex/program.mjs';
import { requireVersion, VERSION_OPTION } from './codex/versions.mjs';
import { startDaemon } from './conformance/start-daemon.mjs';

/** Those that start a server of their own say nothing about upstream. */
const SUITES = 'test/client/system/(child-process|fetch|files|recovery)';
const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
/** What waits for ever with upstream is named as different, and costs this. */
const TIME_LIMIT = ['--testTimeout', '5000'];

const { values } = parseArgs({
  options: { version: VERSION_OPTION, title: { type: 'string', default: '' } },
});
const interrupted = interruption();
const { cacheDir, command } = await ensureCodexCli({
  version: requireVersion(values.version),
  signal: interrupted,
  log: console.error,
});
const root = await mkdtemp(join(cacheDir, 'client-suite-'));
const upstream = await startDaemon('u', [...command, 'exec-server'], root);
// Not by test/runner/jest.sh: upstream would not see the files of the tests in its tmpfs.
const jest = startChildGroup(
  [
    process.execPath,
    ...JEST,
    '--runInBand',
    '--forceExit',
    '--verbose',
    '-t',
    values.title,
    ...TIME_LIMIT,
    SUITES,
  ],
  { env: { ...process.env, TEST_UPSTREAM_URL: upstream.url } },
);
interrupted.addEventListener('abort', () => jest.end());
const code = await jest.exited;
process.stderr.write(jest.stderr());
await upstream.end();
await rm(root, { recursive: true, force: true });
process.exit(code === 0 ? 0 : 1);
