import { expect, test } from '@jest/globals';
import { execServer } from '../../src/testing/harness.js';
import { fuzz } from './fuzz.js';
import { HealthyClient } from './healthy-client.js';

const DURATION_MS = 60_000;
/** What was sent when the time is up is still answered. */
const TIMEOUT_MS = DURATION_MS + 120_000;

test(
  'a minute of hostile input: no crash, no hang, and a healthy client is served throughout',
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
    expect(report.messages).toBeGreaterThan(500);
    expect(report.streams).toBeGreaterThan(20);
    expect((await healthy.stop()).processes).toBeGreaterThan(0);
    expect(server.daemon?.stderr).not.toContain('unexpected');
  },
  TIMEOUT_MS,
);
