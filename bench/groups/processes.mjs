import { Client } from '../client/client.mjs';
import { processorTime, processorTimeWithChildren } from '../client/processor-time.mjs';
import { newProcessId, runInFlight, runProcess, seconds } from '../client/workloads.mjs';
import { quantile } from '../lib/statistics.mjs';

const IN_FLIGHT = [1, 16, 64];
const CONNECTIONS = 16;
const TRUE = ['true'];
const AT_ONCE = { acknowledges: 'at once' };

export const group = {
  title: 'Processes: `true` from start to `process/closed`',
  daemons: 'warm',
  figures: [
    { name: 'plain', title: 'start → closed, p50, plain client', unit: 'ms', better: 'less' },
    {
      name: 'at-once',
      title: 'start → closed, p50, client that acknowledges at once',
      unit: 'ms',
      better: 'less',
    },
    {
      name: 'at-once-p99',
      title: 'start → closed, p99, client that acknowledges at once',
      unit: 'ms',
      better: 'less',
    },
    ...IN_FLIGHT.map((count) => ({
      name: `rate-${count}`,
      title: `processes/s, ${count} in flight`,
      unit: '/s',
      better: 'more',
    })),
    {
      name: 'rate-connections',
      title: `processes/s, ${CONNECTIONS} connections, 4 in flight each`,
      unit: '/s',
      better: 'more',
    },
    { name: 'cpu', title: 'CPU per process, server and children', unit: 'ms', better: 'less' },
    { name: 'server-cpu', title: 'CPU per process, server alone', unit: 'ms', better: 'less' },
  ],
  async warmUp({ url }, { quick }) {
    const client = await Client.open(url, AT_ONCE);
    await runMany(client, quick ? 30 : 300, 16);
    client.close();
  },
  async measure({ url, pid }, { quick }) {
    const scale = quick ? 0.2 : 1;
    const plain = await Client.open(url);
    const values = { plain: quantile(await latencies(plain, 20 * scale), 0.5) };
    plain.close();
    const client = await Client.open(url, AT_ONCE);
    const times = await latencies(client, 100 * scale);
    values['at-once'] = quantile(times, 0.5);
    values['at-once-p99'] = quantile(times, 0.99);
    for (const inFlight of IN_FLIGHT) {
      const count = (inFlight === 1 ? 80 : 256) * scale;
      values[`rate-${inFlight}`] = count / (await seconds(() => runMany(client, count, inFlight)));
    }
    client.close();
    return { ...values, ...(await onManyConnections(url, pid, quick ? 64 : 256)) };
  },
};

const latencies = async (client, count) => {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    await client.start(newProcessId(), TRUE).closed;
    times.push(performance.now() - began);
  }
  return times;
};

const runMany = (client, count, inFlight) =>
  runInFlight(count, inFlight, () => runProcess(client, TRUE, 0));

const onManyConnections = async (url, pid, count) => {
  const clients = [];
  for (let i = 0; i < CONNECTIONS; i += 1) {
    clients.push(await Client.open(url, AT_ONCE));
  }
  const own = processorTime(pid);
  const all = processorTimeWithChildren(pid);
  const time = await seconds(() =>
    Promise.all(clients.map((client) => runMany(client, count / CONNECTIONS, 4))),
  );
  const values = {
    'rate-connections': count / time,
    cpu: (processorTimeWithChildren(pid) - all) / count / 1000,
    'server-cpu': (processorTime(pid) - own) / count / 1000,
  };
  for (const client of clients) {
    client.close();
  }
  return values;
};
