import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { startTarget } from '../runner/start-target.mjs';

/** The daemon collects its garbage once after 4 s of rest. */
const SETTLE_MS = 6000;
/** Within 10 s of the start: threads of upstream end when they have rested so long, and their time is then no part of the sum. */
const MEASURED_MS = 3000;
const CONNECTIONS = 100;

export const group = {
  title: 'CPU of a server that has nothing to do',
  daemons: 'own',
  figures: [
    { name: 'alone', title: 'no connection', unit: 'ms/s', better: 'less' },
    {
      name: 'connections',
      title: `${CONNECTIONS} idle connections`,
      unit: 'ms/s',
      better: 'less',
    },
  ],
  async measure(target, { quick }) {
    const daemons = [await startTarget(target), await startTarget(target)];
    try {
      const [, { url }] = daemons;
      for (let i = 0; i < CONNECTIONS; i += 1) {
        await Client.open(url);
      }
      await delay(SETTLE_MS);
      const before = daemons.map(({ pid }) => processorTime(pid));
      const began = performance.now();
      await delay(quick ? MEASURED_MS / 3 : MEASURED_MS);
      const time = performance.now() - began;
      const [alone, connections] = daemons.map(
        ({ pid }, index) => (processorTime(pid) - before[index]) / time,
      );
      return { alone, connections };
    } finally {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
    }
  },
};
