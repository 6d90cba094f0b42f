import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FAULT_KINDS } from '../../src/testing/faults/fault.js';
import { faultSchedule } from '../../src/testing/faults/fault-schedule.js';
import type { ExecServerHarness } from '../../src/testing/harness.js';
import { sharedDaemon } from '../support/shared-daemon.js';
import { type ByteSource, byteSourceArgv } from './client/byte-source.js';
import type { FollowingClient } from './client/following-client.js';
import { judge } from './client/source-verdict.js';
import { SURE_CUT, underFaults } from './under-faults.js';

/** What a process writes at most: more than is kept when all has arrived, so that some must wait. */
const BYTES_PER_PROCESS = 3_000_000;
const RUNS = 12;

let server: ExecServerHarness;

beforeAll(async () => {
  server = await sharedDaemon();
});

const seed = fc.noShrink(fc.integer({ min: 0 }));
/** Only the number of faults shrinks: the first of them stay what they were. */
const schedules = fc
  .record({ seed, faults: fc.integer({ min: 0, max: 20 }) })
  .map(({ seed, faults }) => ({
    seed,
    schedule: faultSchedule(seed, {
      faults,
      maxBytesBetween: BYTES_PER_PROCESS,
      maxMsBetween: 100,
      maxFaultMs: 120,
      kinds: [...FAULT_KINDS, 'reset', 'reset', 'fin'],
    }),
  }));
const amount = fc.integer({ min: 0, max: BYTES_PER_PROCESS / 2 });
const sources = fc.record({
  seed,
  stdout: amount,
  stderr: amount,
  exitCode: fc.constantFrom(0, 0, 3, 255),
});

test('all output of processes arrives once, with one end, over any connection faults', async () => {
  let resumes = 0;
  const property = fc.asyncProperty(
    schedules,
    sources,
    sources,
    async ({ schedule }, piped, other) => {
      resumes += await underFaults(server.url, schedule, async (client) => {
        const complaints = await Promise.all([
          complaintsAbout(client, piped, false),
          complaintsAbout(client, { ...other, stderr: 0 }, true),
        ]);
        expect(complaints.flat()).toEqual([]);
      });
    },
  );
  // The others may end before their first cut.
  const source = { seed: 0, stdout: 100_000, stderr: 100_000, exitCode: 0 };
  const cut = { seed: 0, schedule: SURE_CUT };
  await fc.assert(property, { numRuns: RUNS, examples: [[cut, source, source]] });
  expect(resumes).toBeGreaterThan(0);
});

const complaintsAbout = async (
  client: FollowingClient,
  source: ByteSource,
  isTerminal: boolean,
): Promise<readonly string[]> => {
  const process = await client.startSurely({ argv: byteSourceArgv(source), tty: isTerminal });
  const { complaints } = await judge(await process.closed, source, { isTerminal });
  return complaints;
};
