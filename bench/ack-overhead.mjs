// What acknowledgements cost: 1 GB through an attached client, with and without them:
//   npm run bench:acks -- [--pairs 3] [--rounds 12] [--mb 1000]
// Each round sends the same amount through either daemon, in turns. The first three rounds are not counted, since V8 still
// compiles the code of pongs (a thousand a GB). Both daemons run in one process, since two processes of the same program differ
// by some per cent for as long as they live; pairs differ likewise, so there are several. The client is a process that does
// little. Prints throughput, the processor time of the daemons' process, and their ratios.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countOutput } from './lib/counting-client.mjs';
import { alternately } from './lib/interleave.mjs';
import { quantile } from './lib/statistics.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '12' },
    mb: { type: 'string', default: '1000' },
  },
});
const BYTES = Number(values.mb) * 1e6;
const WARM_UP_ROUNDS = 3;

/** Without acknowledgements nothing can wait for them: what is old is dropped, arrived or not. */
const MODES = {
  on: {},
  off: {
    limits: {
      ackIntervalBytes: Number.POSITIVE_INFINITY,
      outputWindowBytes: Number.POSITIVE_INFINITY,
    },
    overflow: 'evict',
  },
};

const [role] = positionals;
process.once('disconnect', () => process.exit());
if (role === 'servers') {
  await serve();
} else if (role === 'client') {
  count();
} else {
  await compare();
}

async function serve() {
  const { startExecServer } = await import('../dist/main/index.js');
  const { disableParallelScavenge } = await import(
    '../dist/main/daemon/disable-parallel-scavenge.js'
  );
  disableParallelScavenge();
  const urls = {};
  for (const [mode, options] of Object.entries(MODES)) {
    urls[mode] = (await startExecServer(options)).url;
  }
  process.on('message', () => process.send(process.cpuUsage()));
  process.send(urls);
}

function count() {
  const argv = ['dd', 'if=/dev/zero', 'bs=1000000', `count=${values.mb}`, 'status=none'];
  process.on('message', async (url) => process.send(await countOutput(url, argv)));
}

async function compare() {
  const results = Object.fromEntries(
    Object.keys(MODES).map((each) => [each, { rates: [], cpu: [] }]),
  );
  for (let pair = 0; pair < values.pairs; pair += 1) {
    await comparePair(results);
  }
  report(results.on, results.off);
}

async function comparePair(results) {
  const client = start('client');
  const child = start('servers');
  const [urls] = await once(child, 'message');
  const servers = Object.entries(urls).map(([mode, url]) => ({ url, child, ...results[mode] }));
  for (let round = 0; round < WARM_UP_ROUNDS + Number(values.rounds); round += 1) {
    for (const server of alternately(round, servers)) {
      const { rate, cpu } = await measure(client, server);
      if (round < WARM_UP_ROUNDS) {
        continue;
      }
      server.rates.push(rate);
      server.cpu.push(cpu);
    }
  }
  for (const each of [client, child]) {
    each.disconnect();
  }
}

/** MB/s, and seconds of the daemon's processor time for each GB. */
async function measure(client, { url, child }) {
  const before = await ask(child, 'cpu');
  const { bytes, seconds } = await ask(client, url);
  const after = await ask(child, 'cpu');
  if (bytes < (BYTES * 4) / 3) {
    throw new Error(`only ${bytes} bytes came`);
  }
  const microseconds = after.user + after.system - before.user - before.system;
  return { rate: BYTES / 1e6 / seconds, cpu: microseconds / 1e6 / (BYTES / 1e9) };
}

function report(on, off) {
  console.log(
    `on   ${quartiles(on.rates, 0)} MB/s, ${quartiles(on.cpu, 2)} s of the daemon for 1 GB`,
  );
  console.log(`off  ${quartiles(off.rates, 0)} MB/s, ${quartiles(off.cpu, 2)} s`);
  const throughput = on.rates.map((rate, round) => rate / off.rates[round]);
  const cpu = on.cpu.map((seconds, round) => off.cpu[round] / seconds);
  console.log(
    `on / off in pairs: throughput ${quartiles(throughput, 3)}, GB a second of the daemon ${quartiles(cpu, 3)}`,
  );
  const inAll = (rates) => rates.reduce((seconds, rate) => seconds + BYTES / 1e6 / rate, 0);
  console.log(`on / off in all: throughput ${(inAll(off.rates) / inAll(on.rates)).toFixed(3)}`);
}

/** The median, and between which values the middle half lies. */
function quartiles(samples, digits) {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) =>
    quantile(samples, part).toFixed(digits),
  );
  return `${middle} (${low}–${high})`;
}

async function ask(child, message) {
  child.send(message);
  const [answer] = await once(child, 'message');
  return answer;
}

/** Ends with this process. */
function start(...args) {
  const options = [`--rounds=${values.rounds}`, `--mb=${values.mb}`];
  const child = fork(fileURLToPath(import.meta.url), [...args, ...options]);
  child.once('exit', (code) => {
    if (code !== 0) {
      throw new Error(`${args.join(' ')} ended with ${code}`);
    }
  });
  return child;
}
