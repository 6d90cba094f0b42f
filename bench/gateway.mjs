// What a gateway costs, beside a direct connection to the same node, in interleaved rounds:
//   npm run bench:gateway -- [--rounds 5] [--connections 10000] [--no-idle]
// Idle connections are spread over as many gateways as their descriptors allow.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from './client/client.mjs';
import { processorTime, residentMib } from './client/processor-time.mjs';
import { exchange, runInFlight, runProcess, STATUS_FRAME, seconds } from './client/workloads.mjs';
import { startGateway, startOurs } from './lib/daemons.mjs';
import { median, quantile } from './lib/statistics.mjs';

const MIB = 1024 * 1024;
const EXCHANGES = 2000;
const STREAM_BYTES = 128 * MIB;
const STREAMS = 16;
const EACH_BYTES = 8 * MIB;
const CONNECTS = 400;
const AT_ONCE = 16;
const SETTLE_MS = 2000;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '10000' },
    'no-idle': { type: 'boolean', default: false },
  },
});

const dd = (bytes) => ['dd', 'if=/dev/zero', 'bs=65536', `count=${bytes / 65_536}`, 'status=none'];

/** Each resolves with `{ figure: value }`; `cpu()` is the CPU time of the gateway in µs. */
const MEASURES = [
  async ({ url, cpu }) => {
    const client = await Client.open(url);
    await exchange(client.connection, STATUS_FRAME, 200);
    const before = cpu();
    const times = await exchange(client.connection, STATUS_FRAME, EXCHANGES);
    const used = cpu() - before;
    client.close();
    return {
      'round trip, p50, µs': quantile(times, 0.5),
      'round trip, p99, µs': quantile(times, 0.99),
      'gateway CPU a round trip, µs': used / EXCHANGES,
    };
  },
  async ({ url, cpu }) => {
    const client = await Client.open(url);
    const before = cpu();
    const time = await seconds(() => runProcess(client, dd(STREAM_BYTES), STREAM_BYTES));
    const used = cpu() - before;
    client.close();
    return {
      'one stream, MB/s': STREAM_BYTES / 1e6 / time,
      'gateway CPU for 1 GB of output, s': used / 1e6 / (STREAM_BYTES / 1e9),
    };
  },
  async ({ url }) => {
    const clients = await Promise.all(Array.from({ length: STREAMS }, () => Client.open(url)));
    const time = await seconds(() =>
      Promise.all(clients.map((client) => runProcess(client, dd(EACH_BYTES), EACH_BYTES))),
    );
    for (const client of clients) {
      client.close();
    }
    return {
      [`${STREAMS} streams of ${STREAMS} clients, MB/s`]: (STREAMS * EACH_BYTES) / 1e6 / time,
    };
  },
  async ({ url, cpu }) => {
    const before = cpu();
    const time = await seconds(() =>
      runInFlight(CONNECTS, AT_ONCE, async () => (await Client.open(url)).close()),
    );
    return {
      [`connects/s, ${AT_ONCE} at a time`]: CONNECTS / time,
      'gateway CPU a connect, µs': (cpu() - before) / CONNECTS,
    };
  },
];

const node = await startOurs([
  ...['--node-id', 'bench', '--max-sessions', '100000', '--max-connections', '100000'],
  ...['--session-ttl', '1s', '--peer-timeout', '10m', '--ping-interval', '5m'],
]);
const gateway = await startGateway(node.url, ['--max-connections', '100000']);
const targets = [
  { name: 'direct', url: node.url, cpu: () => 0 },
  { name: 'gateway', url: gateway.url, cpu: () => processorTime(gateway.pid) },
];
try {
  await sideBySide();
  if (!values['no-idle']) {
    await idle();
  }
} finally {
  await Promise.all([gateway.stop(), node.stop()]);
}

async function sideBySide() {
  const found = new Map();
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const measure of MEASURES) {
      for (const target of round % 2 === 0 ? targets : targets.toReversed()) {
        for (const [figure, value] of Object.entries(await measure(target))) {
          const key = `${figure}|${target.name}`;
          // The first round warms up.
          found.set(key, round < 0 ? [] : [...found.get(key), value]);
        }
      }
    }
  }
  console.log(
    `median of ${values.rounds} interleaved rounds\n\n| figure | direct | gateway | ratio |`,
  );
  console.log('| --- | --- | --- | --- |');
  for (const figure of new Set([...found.keys()].map((key) => key.split('|')[0]))) {
    const [direct, through] = targets.map(({ name }) => median(found.get(`${figure}|${name}`)));
    const isOfGateway = figure.startsWith('gateway');
    const cells = isOfGateway
      ? ['', through.toPrecision(3), '']
      : [direct.toPrecision(3), through.toPrecision(3), (through / direct).toFixed(2)];
    console.log(`| ${figure} | ${cells.join(' | ')} |`);
  }
}

/** Connections with a session that do nothing, all by the gateway. */
async function idle() {
  const descriptors = Number(execFileSync('sh', ['-c', 'ulimit -n']));
  const count = Math.min(Number(values.connections), descriptors / 2);
  const gateways = await Promise.all(
    Array.from({ length: Math.ceil(count / (descriptors / 4 - 100)) }, () =>
      startGateway(node.url, ['--max-connections', '100000']),
    ),
  );
  try {
    await measureIdle(count, gateways);
  } finally {
    await Promise.all(gateways.map((one) => one.stop()));
  }
}

async function measureIdle(count, gateways) {
  await sleep(SETTLE_MS);
  const memory = () => [
    gateways.reduce((sum, { pid }) => sum + residentMib(pid), 0),
    residentMib(node.pid),
  ];
  const cpuTime = () => gateways.reduce((sum, { pid }) => sum + processorTime(pid), 0);
  const before = memory();
  const clients = [];
  await runInFlight(count, AT_ONCE, async (index) => {
    clients.push(await Client.open(gateways[index % gateways.length].url));
  });
  await sleep(SETTLE_MS);
  const [ofGateways, ofNode] = memory().map((mib, at) => ((mib - before[at]) * 1024) / count);
  const cpu = cpuTime();
  await sleep(SETTLE_MS);
  const idleCpu = (cpuTime() - cpu) / SETTLE_MS;
  console.log(
    `\n${count} idle connections by ${gateways.length} gateways: ${ofGateways.toFixed(1)} KiB each in the gateways, ` +
      `${ofNode.toFixed(1)} KiB in the node; the gateways take ${idleCpu.toFixed(1)} ms of CPU time a second`,
  );
  for (const client of clients) {
    client.close();
  }
}
