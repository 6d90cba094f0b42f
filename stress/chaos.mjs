// Cuts the connections of several sessions at random moments while their processes write, and compares
// what arrives with what was written:
//   npm run stress:chaos -- [--cuts 1000] [--bytes 1GiB] [--sessions 8] [--process-bytes SIZE] [--seed N]
//                           [--pipes | --terminals] [--upstream] [-- DAEMON-FLAGS]
// Exit code 1 on any loss. A seed repeats what is written, and the kinds and places of the cuts; how much
// lies between client and daemon at a cut is for the machine to decide.
import { parseArgs } from 'node:util';
import { residentMib, startOurs, startUpstream } from '../bench/lib/daemons.mjs';
import { runChaos } from '../build/test/faults/chaos.js';
import { bytesOf, count } from './lib/amounts.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string', default: '1000' },
    bytes: { type: 'string', default: '1GiB' },
    sessions: { type: 'string', default: '8' },
    'process-bytes': { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    pipes: { type: 'boolean', default: false },
    terminals: { type: 'boolean', default: false },
    upstream: { type: 'boolean', default: false },
  },
});

const kinds = ['pipes', 'terminals']
  .filter((kind) => values[kind] || !(values.pipes || values.terminals))
  .map((kind) => (kind === 'terminals' ? 'terminal' : kind));
const bytes = bytesOf(values.bytes);
const sessions = Number(values.sessions);
const options = {
  seed: Number(values.seed),
  cuts: Number(values.cuts),
  bytes,
  sessions,
  kinds,
  bytesPerProcess: values['process-bytes'] ? bytesOf(values['process-bytes']) : bytes,
};

const daemon = await (values.upstream ? startUpstream() : startOurs(positionals));
let peakMib = 0;
const watch = setInterval(() => {
  peakMib = Math.max(peakMib, residentMib(daemon.pid));
}, 200);
console.log(
  `${daemon.name}: ${count(options.cuts)} cuts over ${count(bytes)} bytes in ${sessions} sessions, seed ${options.seed}`,
);
try {
  const report = await runChaos({ ...options, daemonUrl: daemon.url });
  print(report);
  process.exitCode = report.complaints.length === 0 && report.cuts === options.cuts ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  clearInterval(watch);
  await daemon.stop();
}

function print(report) {
  report.verdicts.forEach((verdicts, i) => {
    for (const { stream, expected, received, isEqual } of verdicts.flatMap((v) => v.streams)) {
      const digest = isEqual
        ? `SHA-256 equal (${expected.sha256.slice(0, 12)}…)`
        : 'SHA-256 DIFFERS';
      const size = `${count(received.bytes)} of ${count(expected.bytes)} bytes`;
      console.log(`  session ${i + 1} ${stream.padEnd(6)} ${digest}, ${size}`);
    }
  });
  for (const complaint of report.complaints.slice(0, 20)) {
    console.log(`  ! ${complaint}`);
  }
  const streams = report.verdicts.flat().flatMap((verdict) => verdict.streams);
  const seconds = report.durationMs / 1000;
  console.log(
    [
      `streams equal: ${streams.filter(({ isEqual }) => isEqual).length} of ${streams.length}`,
      `bytes lost: ${count(report.lostBytes)}, repeated: ${count(report.repeatedBytes)}`,
      `cuts made: ${count(report.cuts)}, resumes: ${count(report.resumes)}`,
      `duration: ${seconds.toFixed(1)} s, ${(report.bytes / 1e6 / seconds).toFixed(0)} MB/s`,
      `daemon memory: ${peakMib.toFixed(0)} MiB at most`,
    ].join('\n'),
  );
}
