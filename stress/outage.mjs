// What a connection that fails for a while costs, with this daemon and with upstream:
//   npm run stress:outage -- [print] [stall] [memory] [--bytes 20000000] [--seconds 10] [--no-upstream]
//                            [--processes 64] [--stall-seconds 60] [--window-mib 8] [--daemon-flag=--FLAG=VALUE]…
// `print`: output during an outage. `stall`: a connection that is stalled without being closed.
// `memory`: processes that print without end to a stalled client (this daemon only). All three when none is named.
// Exit code 1 when this daemon breaks a promise.
import { parseArgs } from 'node:util';
import { startOurs, startUpstream } from '../bench/lib/daemons.mjs';
import { printToStalledClient } from './outage/memory.mjs';
import { printDuringOutage } from './outage/print.mjs';
import { resumeAfterStall, secondsToDetach } from './outage/stall.mjs';

const DETACHED_WITHIN_S = 15;
const RESUMED_WITHIN_S = 2;
const ALLOWANCE_MIB = 100;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bytes: { type: 'string', default: '20000000' },
    seconds: { type: 'string', default: '10' },
    processes: { type: 'string', default: '64' },
    'stall-seconds': { type: 'string', default: '60' },
    'window-mib': { type: 'string', default: '8' },
    'no-upstream': { type: 'boolean', default: false },
    'daemon-flag': { type: 'string', multiple: true, default: [] },
  },
});
const wanted = positionals.length === 0 ? ['print', 'stall', 'memory'] : positionals;
const misses = [];

const daemons = [await startOurs(values['daemon-flag'])];
try {
  if (!values['no-upstream']) {
    daemons.push(await startUpstream());
  }
  for (const scenario of wanted) {
    await { print, stall, memory }[scenario]();
  }
} finally {
  for (const daemon of daemons) {
    await daemon.stop();
  }
}
for (const miss of misses) {
  console.log(`MISSED: ${miss}`);
}
process.exitCode = misses.length === 0 ? 0 : 1;

async function print() {
  const options = { bytes: Number(values.bytes), outageMs: Number(values.seconds) * 1000 };
  console.log(`\n${count(options.bytes)} bytes printed during an outage of ${values.seconds} s`);
  await onEach(async (daemon) => {
    const lines = [];
    for (const result of await printDuringOutage(daemon, options)) {
      const { stream, expected, received, isEqual, lostBytes, seconds, complaints } = result;
      lines.push(
        `  ${daemon.name.padEnd(6)} ${stream.padEnd(6)} ${count(received.bytes)} of ${count(expected.bytes)} bytes, ` +
          `${count(lostBytes)} lost, SHA-256 ${isEqual ? 'equal' : 'DIFFERS'}, closed ${seconds.toFixed(2)} s after the outage`,
      );
      if (daemon.name === 'ours') {
        misses.push(...complaints);
      }
    }
    return lines;
  });
}

async function stall() {
  console.log('\na connection stalled without being closed');
  await onEach(async (daemon) => {
    const lines = ['idle', 'busy'].map(async (work) => {
      const [detached, resume] = await Promise.all([
        secondsToDetach(daemon, work),
        resumeAfterStall(daemon, work),
      ]);
      if (daemon.name === 'ours') {
        if (!(detached <= DETACHED_WITHIN_S)) {
          misses.push(`${work}: detached ${after(detached)}`);
        }
        if (!(resume.seconds <= RESUMED_WITHIN_S)) {
          misses.push(`${work}: resumed ${after(resume.seconds)}`);
        }
      }
      return (
        `  ${daemon.name.padEnd(6)} ${work}: detached ${after(detached)}; ` +
        `a resume 1 s after the stall succeeded ${after(resume.seconds)} (${resume.refusals} × −32010)`
      );
    });
    return await Promise.all(lines);
  });
}

async function memory() {
  const [ours] = daemons;
  const processes = Number(values.processes);
  const boundMib = processes * Number(values['window-mib']) + ALLOWANCE_MIB;
  console.log(
    `\n${processes} processes printing without end to a client that is stalled for ${values['stall-seconds']} s`,
  );
  const result = await printToStalledClient(ours, {
    processes,
    stallMs: Number(values['stall-seconds']) * 1000,
  });
  console.log(
    `  ours   memory ${result.whileStalledMib.toFixed(0)} MiB at most while stalled (bound: ${boundMib}), ` +
      `${result.peakMib.toFixed(0)} MiB with the resume\n` +
      `         ${count(result.bytes)} bytes received, ${count(result.bytesAfterStall)} of them after the stall; ` +
      `resumes: ${result.resumeSeconds.map((s) => `${s.toFixed(2)} s`).join(', ') || 'none'}\n` +
      `         streams that are not whole: ${result.complaints.length}`,
  );
  misses.push(...result.complaints.slice(0, 10));
  if (result.whileStalledMib > boundMib) {
    misses.push(`memory: ${result.whileStalledMib.toFixed(0)} MiB while stalled`);
  }
}

/** Both daemons at once: most of the time is waiting. */
async function onEach(lines) {
  for (const each of await Promise.all(daemons.map(lines))) {
    for (const line of each) {
      console.log(line);
    }
  }
}

function count(number) {
  return number.toLocaleString('en');
}

function after(seconds) {
  return seconds === undefined ? 'never (in 45 s)' : `after ${seconds.toFixed(1)} s`;
}
