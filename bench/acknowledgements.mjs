// What knowing about arrival costs: 1 GB through an attached client, with acknowledgements on and off:
//   npm run acknowledgements -- [--rounds 11] [--mb 100]
// Each round sends as much through either daemon, in turns; the first round is not counted. The client is a
// process that does next to nothing. Prints throughput, the daemon's processor time, and their ratios in pairs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countOutput } from './counting-client.mjs';
import { quantile } from './statistics.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '11' }, mb: { type: 'string', default: '100' } },
});
const BYTES = Number(values.mb) * 1e6;

/** Without acknowledgements nothing can wait for them: what is old is dropped, arrived or not. */
const MODES = {
  on: {},
  off: {
    limits: { arrivalCheckBytes: Infinity, outputWindowBytes: Infinity },
    overflow: 'evict',
  },
};

const [role, mode] = positionals;
process.once('disconnect', () => process.exit());
if (role === 'server') await serve();
else if (role === 'client') count();
else await compare();

async function serve() {
  const { startExecServer } = await import('../dist/main/index.js');
  const { url } = await startExecServer(MODES[mode]);
  process.on('message', () => process.send(process.cpuUsage()));
  process.send(url);
}

function count() {
  const argv = ['dd', 'if=/dev/zero', 'bs=1000000', `count=${values.mb}`, 'status=none'];
  process.on('message', async (url) => process.send(await countOutput(url, argv)));
}

async function compare() {
  const client = start('client');
  const servers = [];
  for (const each of Object.keys(MODES)) {
    const child = start('server', each);
    const [url] = await once(child, 'message');
    servers.push({ url, child, rates: [], cpu: [] });
  }
  for (let round = 0; round <= values.rounds; round += 1) {
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      const { rate, cpu } = await measure(client, server);
      if (round === 0) continue;
      server.rates.push(rate);
      server.cpu.push(cpu);
    }
  }
  for (const { child } of [{ child: client }, ...servers]) child.disconnect();
  report(...servers);
}

/** MB/s, and seconds of the daemon's processor time for each GB. */
async function measure(client, { url, child }) {
  const before = await ask(child, 'cpu');
  const { bytes, seconds } = await ask(client, url);
  const after = await ask(child, 'cpu');
  if (bytes < (BYTES * 4) / 3) throw new Error(`only ${bytes} bytes came`);
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
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  });
  return child;
}
