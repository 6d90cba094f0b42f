import { expect, test } from '@jest/globals';
import { execServer } from '../../src/testing/harness.js';
import { runChaos } from './chaos.js';

/** Two processes at once in each session, one on pipes and one on a terminal. */
const SESSIONS = 8;
const CUTS = 20;
const BYTES = 50_000_000;

test('20 connection cuts during 50 MB in 8 sessions lose nothing and repeat nothing', async () => {
  await using server = await execServer({ mode: 'daemon' });
  const report = await runChaos({
    daemonUrl: server.url,
    seed: Date.now() % 1_000_000,
    cuts: CUTS,
    bytes: BYTES,
    bytesPerProcess: BYTES,
    sessions: SESSIONS,
    kinds: ['pipes', 'terminal'],
  });
  expect(report).toMatchObject({ complaints: [], cuts: CUTS, lostBytes: 0, repeatedBytes: 0 });
  expect(report.resumes).toBeGreaterThan(0);
  expect(report.bytes).toBeGreaterThanOrEqual(BYTES);
});
