// Cuts the connections of clients at random moments while they run commands, and compares what `client.run` returns with what the
// commands wrote:
//   npm run stress:client -- [--cuts 1000] [--bytes 1GiB] [--clients 8] [--run-bytes 4MiB] [--seed N] [--upstream] [-- DAEMON-FLAGS]
// Half of the commands run on pipes, half on terminals; beside them one command a client counts lines that are written to it.
// A command whose output the server has dropped goes on behind it. Exit code 1 on any loss or repetition.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { residentMib, startOurs, startUpstream } from '../bench/lib/daemons.mjs';
import {
  byteSourceArgv,
  expectedOnPipe,
  expectedOnTerminal,
} from '../build/test/faults/client/byte-source.js';
import { connect } from '../dist/client/index.js';
import { FaultConductor, FaultProxy } from '../dist/testing/index.js';
import { bytesOf, count } from './lib/amounts.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cuts: { type: 'string', default: '1000' },
    bytes: { type: 'string', default: '1GiB' },
    clients: { type: 'string', default: '8' },
    'run-bytes': { type: 'string', default: '4MiB' },
    seed: { type: 'string', default: String(Date.now() % 1e6) },
    upstream: { type: 'boolean', default: false },
  },
});
const clients = Number(values.clients);
const cuts = Math.ceil(Number(values.cuts) / clients);
const bytes = Math.ceil(bytesOf(values.bytes) / clients);
const runBytes = bytesOf(values['run-bytes']);
/** Lines are written this far apart, so that many are on their way at a cut. */
const LINE_INTERVAL_MS = 2;
const STALL_MS = 10_000;
/** Clients, proxies and digests share one thread: a shorter time would be taken for silence on a busy machine. */
const PEER = { pingIntervalMs: 1000, peerTimeoutMs: 6000 };

const totals = {
  runs: 0,
  bytes: 0,
  equal: 0,
  lost: 0,
  gaps: 0,
  repeated: 0,
  lines: 0,
  cuts: 0,
  recoveries: 0,
};
const complaints = [];
/** Why runs failed, and how often. */
const failures = new Map();

const daemon = await (values.upstream ? startUpstream() : startOurs(positionals));
let peakMib = 0;
const watch = setInterval(() => {
  peakMib = Math.max(peakMib, residentMib(daemon.pid));
}, 200);
const began = performance.now();
console.log(
  `${daemon.name}: ${count(cuts * clients)} cuts over ${count(bytes * clients)} bytes with ${clients} clients, seed ${values.seed}`,
);
const progress = setInterval(() => {
  console.error(`  ${count(totals.recoveries)} recoveries, ${count(totals.bytes)} bytes`);
}, 30_000);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => daemon.stop().then(() => process.exit(1)));
}
try {
  await Promise.all(
    Array.from({ length: clients }, (_, i) => runClient(Number(values.seed) + i * 1000)),
  );
} finally {
  clearInterval(watch);
  clearInterval(progress);
  await daemon.stop();
}
print();
process.exitCode = complaints.length === 0 && failures.size === 0 ? 0 : 1;

async function runClient(seed) {
  const proxy = await FaultProxy.open(daemon.url);
  const client = await connect(proxy.url, PEER);
  const conductor = new FaultConductor(proxy);
  client.on('recovered', () => {
    totals.recoveries += 1;
  });
  client.on('lost', (loss) => complaints.push(`seed ${seed}: ${loss.message}`));
  cutBySeed(proxy, conductor, seed);
  const writing = values.upstream ? undefined : writeLines(client, seed);
  for (let left = bytes, n = 0; left > 0; left -= runBytes, n += 1) {
    await runCommand(client, seed + n, Math.min(left, runBytes), n % 2 === 1);
  }
  // Those that were due behind the last byte.
  while (conductor.made < cuts && client.state !== 'lost') {
    const settled = new AbortController();
    const { signal } = settled;
    const back = Promise.race([
      once(client, 'recovered', { signal }),
      once(client, 'lost', { signal }),
    ]);
    conductor.inflict({ kind: 'reset', outageMs: 0 });
    await back;
    settled.abort();
    // An answer between two cuts, as in use: recoveryMs counts from the first of losses without one.
    await (values.upstream ? undefined : client.processes().catch(() => undefined));
  }
  await writing?.done();
  totals.cuts += conductor.made;
  conductor.stop();
  await client.close();
  await proxy.close();
}

/** Spreads the cuts over the bytes that the proxy forwards: base64 takes a third more. */
function cutBySeed(proxy, conductor, seed) {
  const random = seeded(seed);
  const next = () => {
    proxy.afterBytes(Math.floor((random() * 2 * bytes * 4) / 3 / cuts), () => {
      if (conductor.made < cuts) {
        inflict(conductor, random());
        setImmediate(next);
      }
    });
  };
  next();
}

function inflict(conductor, chance) {
  if (chance < 0.48) {
    conductor.inflict({ kind: 'reset', outageMs: 0 });
  } else if (chance < 0.96) {
    conductor.inflict({ kind: 'fin', outageMs: 0 });
  } else {
    conductor.inflict({ kind: 'stall', direction: 'both', forMs: STALL_MS });
  }
}

async function runCommand(client, seed, size, tty) {
  const [program, ...args] = byteSourceArgv({ seed, stdout: size, exitCode: seed % 2 });
  const expected = await (tty
    ? expectedOnTerminal(seed, size)
    : expectedOnPipe(seed, 'stdout', size));
  let received = 0;
  const hash = createHash('sha256');
  const process = client.run(program, args, {
    tty,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    onOutputLost: () => {
      totals.gaps += 1;
    },
  });
  process.stdout.on('data', (chunk) => {
    received += chunk.length;
    hash.update(chunk);
  });
  const result = await process;
  const isEqual = received === expected.bytes && hash.digest('hex') === expected.sha256;
  totals.runs += 1;
  totals.bytes += expected.bytes;
  totals.equal += isEqual ? 1 : 0;
  totals.lost += Math.max(0, expected.bytes - received);
  totals.repeated += Math.max(0, received - expected.bytes);
  if (result.cause) {
    failures.set(result.cause.name, (failures.get(result.cause.name) ?? 0) + 1);
  } else if (!isEqual || result.exitCode !== seed % 2) {
    complaints.push(
      `seed ${seed}: ${received} of ${expected.bytes} bytes, exit code ${result.exitCode}`,
    );
  }
}

/** Writes numbered lines all the while; the command prints each, so that one that was written twice is seen. */
function writeLines(client, seed) {
  let written = 0;
  const process = client.run('cat', [], { stdin: 'pipe', lines: true, reject: false });
  const timer = setInterval(() => {
    written += 1;
    process.stdin.write(`${written}\n`);
  }, LINE_INTERVAL_MS);
  return {
    async done() {
      clearInterval(timer);
      process.stdin.end();
      const { stdout, cause } = await process;
      totals.lines += written;
      if (cause || stdout.length !== written || stdout.some((line, i) => line !== String(i + 1))) {
        complaints.push(
          `seed ${seed}: ${stdout.length} of ${written} lines, or others ${cause ?? ''}`,
        );
      }
    },
  };
}

/** Numbers below 1 that the seed repeats (mulberry32). */
function seeded(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function print() {
  const seconds = (performance.now() - began) / 1000;
  for (const complaint of complaints.slice(0, 20)) {
    console.log(`  ! ${complaint}`);
  }
  for (const [name, times] of failures) {
    console.log(`  runs that failed with ${name}: ${times}`);
  }
  console.log(
    [
      `cuts: ${count(totals.cuts)}, recoveries: ${count(totals.recoveries)}`,
      `runs: ${count(totals.runs)}, SHA-256 equal: ${count(totals.equal)}`,
      `bytes: ${count(totals.bytes)}, lost: ${count(totals.lost)} in ${count(totals.gaps)} gaps, repeated: ${count(totals.repeated)}`,
      `lines written and read back once, in order: ${count(totals.lines)}`,
      `duration: ${seconds.toFixed(1)} s, ${(totals.bytes / 1e6 / seconds).toFixed(0)} MB/s`,
      `daemon memory: ${peakMib.toFixed(0)} MiB at most`,
    ].join('\n'),
  );
}
