import { setTimeout as delay } from 'node:timers/promises';
import { residentMib } from '../../bench/lib/daemons.mjs';
import { byteSourceArgv } from '../../build/test/faults/client/byte-source.js';
import { FollowingClient } from '../../build/test/faults/client/following-client.js';
import { judge } from '../../build/test/faults/client/source-verdict.js';
import { FaultProxy } from '../../dist/testing/index.js';

const KILLED = 137;
const WITHOUT_END = Number.MAX_SAFE_INTEGER;
/** How long output flows again before the processes are ended. */
const AFTERMATH_MS = 2000;

/**
 * Processes print without end to a client that has stalled; then it comes back, and they are ended.
 * Returns the daemon's memory in MiB, and what is wrong with the streams, each of which must be a
 * beginning of what its process wrote.
 */
export const printToStalledClient = async (daemon, { processes, stallMs }) => {
  const proxy = await FaultProxy.open(daemon.url);
  let received = 0;
  const client = await FollowingClient.connect(proxy.url, {
    onBytes: (count) => {
      received += count;
    },
  });
  const followed = [];
  for (let seed = 0; seed < processes; seed += 1) {
    followed.push(await client.start({ argv: byteSourceArgv({ seed, stdout: WITHOUT_END }) }));
  }
  const memory = watchMemory(daemon.pid);
  proxy.stall();
  await delay(stallMs);
  const whileStalledMib = memory.peakMib();
  const receivedBefore = received;
  proxy.vanish();
  await delay(AFTERMATH_MS);
  await Promise.allSettled(followed.map((process) => client.terminate(process)));
  const failures = await Promise.allSettled(followed.map(({ closed }) => closed));
  memory.stop();
  client.close();
  await proxy.close();
  return {
    whileStalledMib,
    peakMib: memory.peakMib(),
    resumeSeconds: client.recoveries.map((ms) => ms / 1000),
    bytes: received,
    bytesAfterStall: received - receivedBefore,
    complaints: [
      ...failures.flatMap(({ reason }) => (reason === undefined ? [] : [reason.message])),
      ...(await Promise.all(followed.map(complaintsAbout))).flat(),
    ],
  };
};

const complaintsAbout = async ({ report }, seed) => {
  const stdout = report.streams.stdout?.bytes ?? 0;
  const { complaints } = await judge(
    report,
    { seed, stdout, exitCode: KILLED },
    { isTerminal: false },
  );
  return complaints;
};

const watchMemory = (pid) => {
  let peak = 0;
  const sample = () => {
    peak = Math.max(peak, residentMib(pid));
  };
  const timer = setInterval(sample, 100);
  return { peakMib: () => peak, stop: () => clearInterval(timer) };
};
