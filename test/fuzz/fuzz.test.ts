import { expect, test } from '@jest/globals';
import { execServer } from '../../src/testing/harness.js';
import { fuzz } from './fuzz.js';
import { HealthyClient } from './healthy-client.js';

/** A longer run is `npm run stress:fuzz`, or `TEST_FUZZ_SECONDS=60 npm test`. */
const DURATION_MS = 1000 * Number(process.env.TEST_FUZZ_SECONDS ?? 5);
/** What was sent when the time is up is still answered. */
const TIMEOUT_MS = DURATION_MS + 120_000;

test(
  'the daemon survives hostile messages and byte streams, and serves a healthy client meanwhile',
  async () => {
    await using server = await execServer({ mode: 'daemon', args: ['--session-ttl', '1s'] });
    const healthy = await HealthyClient.start(server.url);
    const report = await fuzz({
      url: server.url,
      seed: Date.now() % 1_000_000_000,
      messages: Number.POSITIVE_INFINITY,
      streams: Number.POSITIVE_INFINITY,
      signal: AbortSignal.timeout(DURATION_MS),
    });
    expect(report.messages).toBeGreaterThan(100);
    expect(report.streams).toBeGreaterThan(4);
    expect((await healthy.stop()).processes).toBeGreaterThan(0);
    expect(server.daemon?.stderr).not.toContain('unexpected');
  },
  TIMEOUT_MS,
);
