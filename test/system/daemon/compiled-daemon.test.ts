import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import { DAEMON_PROGRAM } from '../../../src/testing/daemon-process.js';
import { testNeeding } from '../../support/needing.js';

/** What `test/runner/bundle-daemon.mjs` makes; missing with `TEST_DAEMON=dist`. */
const BUNDLE = join(dirname(DAEMON_PROGRAM), 'daemon', 'run.cjs');
const SCRIPT = `
  const [source, cachedData] = [${JSON.stringify(BUNDLE)}, ${JSON.stringify(`${BUNDLE}.compiled`)}].map((path) => require('fs').readFileSync(path));
  const script = new (require('vm').Script)(source.toString('latin1'), { cachedData });
  process.stdout.write(String(script.cachedDataRejected));
`;

testNeeding('the bundle of the daemon', existsSync(BUNDLE))(
  'daemons of the suite start from code that V8 has compiled before',
  () => {
    expect(execFileSync(process.execPath, ['--eval', SCRIPT], { encoding: 'utf8' })).toBe('false');
  },
);
