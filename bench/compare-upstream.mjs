// Compares this daemon with upstream `codex exec-server` in one interleaved run:
//   npm run bench
// Compare the ratios: an absolute time says more about the machine. Both get a few thousand requests before anything is
// measured, so that they are as daemons that have run for a minute.
import { measureSideBySide } from './lib/interleave.mjs';
import { median, quantile } from './lib/statistics.mjs';
import { WireClient } from './lib/wire-client.mjs';

const ROUNDS = 5;
const WARM_UP_REQUESTS = 4000;
let nextId = 0;

const MEASURES = [
  {
    name: 'start → closed of `true`, median',
    unit: 'ms',
    better: 'less',
    run: (c) => latency(c, 0.5),
  },
  {
    name: 'start → closed of `true`, p99',
    unit: 'ms',
    better: 'less',
    run: (c) => latency(c, 0.99),
  },
  { name: 'starts in a burst of 200', unit: '/s', better: 'more', run: burst },
  { name: 'request → reply, median', unit: 'ms', better: 'less', run: roundTrip },
  {
    name: 'one stream of 256 MiB',
    unit: 'MB/s',
    better: 'more',
    run: (c, daemon) => stream(c, daemon, 256, '64k'),
  },
  {
    name: '4 KiB writes, 64 MiB',
    unit: 'MB/s',
    better: 'more',
    run: (c, daemon) => stream(c, daemon, 64, '4k'),
  },
  {
    name: '16-byte writes, 4 MiB',
    unit: 'MB/s',
    better: 'more',
    run: (c, daemon) => stream(c, daemon, 4, '16'),
  },
  { name: 'terminal output, 16 MiB', unit: 'MB/s', better: 'more', run: terminal },
];

async function warmUp(url) {
  const client = await WireClient.open(url);
  for (let i = 0; i < WARM_UP_REQUESTS; i += 1) {
    await client.request('environment/status');
  }
  await burst(client);
  client.close();
}

async function latency(client, part) {
  const samples = [];
  for (let i = 0; i < 60; i += 1) {
    const began = performance.now();
    await (await client.start(`p${nextId++}`, ['true'])).closed;
    samples.push(performance.now() - began);
  }
  return quantile(samples, part);
}

async function burst(client) {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 200 }, async () => (await client.start(`p${nextId++}`, ['true'])).closed),
  );
  return 200 / ((performance.now() - began) / 1000);
}

async function roundTrip(client) {
  const samples = [];
  for (let i = 0; i < 300; i += 1) {
    const began = performance.now();
    await client.request('environment/status');
    samples.push(performance.now() - began);
  }
  return median(samples);
}

async function stream(client, daemon, mib, blockSize) {
  const bytes = mib * 1024 ** 2;
  const size = blockSize.endsWith('k') ? Number.parseInt(blockSize, 10) * 1024 : Number(blockSize);
  const argv = ['dd', 'if=/dev/zero', `bs=${size}`, `count=${bytes / size}`, 'status=none'];
  return await rate(client, daemon, argv, bytes, {});
}

async function terminal(client, daemon) {
  const bytes = 16 * 1024 ** 2;
  return await rate(client, daemon, ['head', '-c', String(bytes), '/dev/zero'], bytes, {
    tty: true,
  });
}

async function rate(client, daemon, argv, bytes, more) {
  const began = performance.now();
  const result = await (await client.start(`p${nextId++}`, argv, more)).closed;
  if (result.bytes !== bytes || result.hole) {
    console.error(
      `${daemon}, ${argv[0]}: ${result.bytes} of ${bytes} bytes${result.hole ? ', not in order' : ''}`,
    );
  }
  return bytes / 1e6 / ((performance.now() - began) / 1000);
}

await measureSideBySide(MEASURES, { rounds: ROUNDS, warmUp });
