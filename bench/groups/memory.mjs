import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { residentMib } from '../client/processor-time.mjs';
import { runInFlight, runProcess } from '../client/workloads.mjs';
import { startTarget } from '../runner/start-target.mjs';

/** How long a server may take to give back what it no longer needs. */
const SETTLE_MS = 6000;
const SESSIONS = 100;
const GIGABYTE = 1_000_000_000;

/** Each on an instance of its own, since what one leaves behind is in the figure of the next. */
const HISTORIES = {
  idle: async () => undefined,
  processes: async (url, { quick }) => {
    const client = await Client.open(url);
    await runInFlight(quick ? 100 : 1000, 16, () => runProcess(client, ['true'], 0));
    client.close();
  },
  sessions: async (url) => {
    for (let i = 0; i < SESSIONS; i += 1) {
      await Client.open(url);
    }
  },
  output: async (url, { quick }) => {
    const client = await Client.open(url);
    const bytes = quick ? GIGABYTE / 10 : GIGABYTE;
    await runProcess(client, ['head', '-c', String(bytes), '/dev/zero'], bytes);
    client.close();
  },
};

export const group = {
  title: `Resident memory of the server, ${SETTLE_MS / 1000} s after its work`,
  daemons: 'own',
  figures: [
    { name: 'idle', title: 'idle', unit: 'MiB', better: 'less' },
    { name: 'processes', title: 'after 1,000 processes', unit: 'MiB', better: 'less' },
    { name: 'sessions', title: `${SESSIONS} idle sessions`, unit: 'MiB', better: 'less' },
    { name: 'output', title: 'after 1 GB of output', unit: 'MiB', better: 'less' },
  ],
  async measure(target, options) {
    const daemons = {};
    try {
      for (const [name, work] of Object.entries(HISTORIES)) {
        daemons[name] = await startTarget(target);
        await work(daemons[name].url, options);
      }
      await delay(options.quick ? 1000 : SETTLE_MS);
      return Object.fromEntries(
        Object.entries(daemons).map(([name, { pid }]) => [name, residentMib(pid)]),
      );
    } finally {
      await Promise.all(Object.values(daemons).map((daemon) => daemon.stop()));
    }
  },
};
