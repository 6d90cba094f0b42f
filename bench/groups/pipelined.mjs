import { Client } from '../client/client.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { keepInFlight, STATUS_FRAME, seconds } from '../client/workloads.mjs';

const MODES = [
  { connections: 1, inFlight: 64 },
  { connections: 50, inFlight: 8 },
];

export const group = {
  title: 'Pipelined: `environment/status`, many at a time',
  daemons: 'warm',
  hasCeiling: true,
  figures: MODES.flatMap(({ connections, inFlight }) => {
    const where = `${connections === 1 ? '1 connection' : `${connections} connections`}, ${inFlight} in flight`;
    return [
      { name: `${connections}`, title: `requests/s, ${where} each`, unit: '/s', better: 'more' },
      {
        name: `${connections}-cpu`,
        title: `server CPU a request, ${where}`,
        unit: 'µs',
        better: 'less',
      },
    ];
  }),
  async warmUp(daemon, { quick }) {
    await pipeline(daemon, MODES[0], quick ? 2000 : 30_000);
  },
  async measure(daemon, { quick }) {
    const values = {};
    for (const mode of MODES) {
      const total = quick ? 5000 : 60_000;
      const { rate, cpu } = await pipeline(daemon, mode, total);
      values[mode.connections] = rate;
      values[`${mode.connections}-cpu`] = cpu;
    }
    return values;
  },
};

const pipeline = async (daemon, { connections, inFlight }, total) => {
  const clients = [];
  for (let i = 0; i < connections; i += 1) {
    clients.push(await Client.open(daemon.url));
  }
  const each = Math.ceil(total / connections);
  const before = processorTime(daemon.pid);
  const time = await seconds(() =>
    Promise.all(
      clients.map((client) => keepInFlight(client.connection, STATUS_FRAME, each, inFlight)),
    ),
  );
  const cpu = processorTime(daemon.pid) - before;
  for (const client of clients) {
    client.close();
  }
  return { rate: (each * connections) / time, cpu: cpu / (each * connections) };
};
