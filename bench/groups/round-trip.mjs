import { Client } from '../client/client.mjs';
import { MODES, pinned } from '../client/pinned.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { exchange, STATUS_FRAME } from '../client/workloads.mjs';
import { quantile } from '../lib/statistics.mjs';

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

const inMode = ({ cores }, daemon, count) =>
  pinned(daemon.pid, cores, async () => {
    const client = await Client.open(daemon.url);
    await exchange(client.connection, STATUS_FRAME, 300);
    const before = processorTime(daemon.pid);
    const times = await exchange(client.connection, STATUS_FRAME, count);
    const cpu = processorTime(daemon.pid) - before;
    client.close();
    return { times, cpu };
  });
