import { Client } from '../client/client.mjs';
import { ALL_CORES, pin, processorTime } from '../client/processor-time.mjs';
import { exchange, STATUS_FRAME } from '../client/workloads.mjs';
import { quantile } from '../lib/statistics.mjs';

/** Where server and client run: left to the scheduler it changes by chance, and with it the time. */
const MODES = [
  { name: 'one-core', server: '0', client: '0', title: 'server and client on one core' },
  { name: 'two-cores', server: '1', client: '0', title: 'on two cores' },
];

export const group = {
  title: 'Round trip: `environment/status`, one at a time',
  daemons: 'warm',
  hasCeiling: true,
  figures: MODES.flatMap(({ name, title }) => [
    { name, title: `p50, ${title}`, unit: 'µs', better: 'less' },
    { name: `${name}-p99`, title: `p99, ${title}`, unit: 'µs', better: 'less' },
    { name: `${name}-cpu`, title: `server CPU a request, ${title}`, unit: 'µs', better: 'less' },
  ]),
  warmUp: (daemon, { quick }) => inMode(MODES[0], daemon, quick ? 2000 : 20_000),
  async measure(daemon, { quick }) {
    const values = {};
    for (const mode of MODES) {
      const count = quick ? 1000 : 8000;
      const { times, cpu } = await inMode(mode, daemon, count);
      values[mode.name] = quantile(times, 0.5);
      values[`${mode.name}-p99`] = quantile(times, 0.99);
      values[`${mode.name}-cpu`] = cpu / count;
    }
    return values;
  },
};

const inMode = async ({ server, client: own }, daemon, count) => {
  pin(daemon.pid, server);
  pin(process.pid, own);
  const client = await Client.open(daemon.url);
  await exchange(client.connection, STATUS_FRAME, 300);
  const before = processorTime(daemon.pid);
  const times = await exchange(client.connection, STATUS_FRAME, count);
  const cpu = processorTime(daemon.pid) - before;
  client.close();
  pin(daemon.pid, ALL_CORES);
  pin(process.pid, ALL_CORES);
  return { times, cpu };
};
