import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FAULT_KINDS } from '../../src/testing/faults/fault.js';
import { faultSchedule } from '../../src/testing/faults/fault-schedule.js';
import type { ExecServerHarness } from '../../src/testing/harness.js';
import { sharedDaemon } from '../support/shared-daemon.js';
import type { FollowingClient } from './client/following-client.js';
import { SURE_CUT, underFaults } from './under-faults.js';

const MAX_WRITES = 30;
const RUNS = 8;
const END = 'END\n';

let server: ExecServerHarness;

beforeAll(async () => {
  server = await sharedDaemon();
});

const schedules = fc
  .record({ seed: fc.noShrink(fc.integer({ min: 0 })), faults: fc.integer({ min: 0, max: 20 }) })
  .map(({ seed, faults }) => ({
    seed,
    schedule: faultSchedule(seed, {
      faults,
      maxBytesBetween: 60_000,
      maxMsBetween: 60,
      maxFaultMs: 100,
      kinds: [...FAULT_KINDS, 'reset', 'fin', 'vanish'],
    }),
  }));
const lines = fc.array(
  fc.record({ text: fc.stringMatching(/^[a-z]{1,8}$/), times: fc.constantFrom(1, 10, 3000) }),
  { minLength: 1, maxLength: MAX_WRITES, size: 'max' },
);

test('writes that are cut off and repeated reach stdin once and in order', async () => {
  let resumes = 0;
  const property = fc.asyncProperty(schedules, lines, async ({ schedule }, parts) => {
    const input = parts.map(({ text, times }, i) => `${i} ${text.repeat(times)}\n`);
    resumes += await underFaults(server.url, schedule, (client) =>
      expectEcho(client, [...input, END]),
    );
  });
  // The others may end before their first cut.
  const cut = { seed: 0, schedule: SURE_CUT };
  const examples: [typeof cut, { text: string; times: number }[]][] = [
    [cut, [{ text: 'a', times: 3000 }]],
  ];
  await fc.assert(property, { numRuns: RUNS, examples });
  expect(resumes).toBeGreaterThan(0);
});

const expectEcho = async (client: FollowingClient, input: readonly string[]): Promise<void> => {
  // `cat`, which ends behind the last line.
  const process = await client.startSurely({ argv: ['sed', '/^END$/q'], pipeStdin: true });
  // All at once: later ones are on their way when an earlier one is cut off.
  const statuses = await Promise.all(input.map((line) => client.write(process, Buffer.from(line))));
  expect(new Set(statuses)).toEqual(new Set(['accepted']));
  const written = input.join('');
  const sha256 = createHash('sha256').update(written).digest('hex');
  const { streams, violations } = await process.closed;
  expect(violations).toEqual([]);
  expect(streams.stdout).toEqual({ bytes: written.length, sha256 });
};
