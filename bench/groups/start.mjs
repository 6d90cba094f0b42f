import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { newProcessId } from '../client/workloads.mjs';
import { startTarget } from '../runner/start-target.mjs';

/** What a server makes ready after its URL is ready by then. */
const LATER_MS = 500;

export const group = {
  title: 'Cold start',
  daemons: 'own',
  figures: [
    { name: 'url', title: 'spawned → URL printed', unit: 'ms', better: 'less' },
    { name: 'ready', title: 'spawned → `/readyz` answered', unit: 'ms', better: 'less' },
    { name: 'initialize', title: 'spawned → `initialize` answered', unit: 'ms', better: 'less' },
    {
      name: 'reply',
      title: 'spawned → first `process/start` answered',
      unit: 'ms',
      better: 'less',
    },
    { name: 'start-at-once', title: 'first `process/start`, at once', unit: 'ms', better: 'less' },
    {
      name: 'start',
      title: `first \`process/start\`, ${LATER_MS} ms after the URL`,
      unit: 'ms',
      better: 'less',
    },
    { name: 'closed', title: 'its `process/closed`', unit: 'ms', better: 'less' },
  ],
  async measure(target) {
    const atOnce = await withDaemon(target, async (daemon) => {
      const since = (time) => performance.now() - time;
      const values = { url: daemon.urlAt - daemon.startedAt };
      await readyz(daemon.url);
      values.ready = since(daemon.startedAt);
      const client = await Client.open(daemon.url);
      values.initialize = since(daemon.startedAt);
      const began = performance.now();
      await client.start(newProcessId(), ['true']).started;
      values['start-at-once'] = since(began);
      values.reply = since(daemon.startedAt);
      client.close();
      return values;
    });
    const later = await withDaemon(target, async (daemon) => {
      await delay(LATER_MS);
      const client = await Client.open(daemon.url);
      const began = performance.now();
      const { started, closed } = client.start(newProcessId(), ['true']);
      const start = started.then(() => performance.now() - began);
      await closed;
      const values = { closed: performance.now() - began, start: await start };
      client.close();
      return values;
    });
    return { ...atOnce, ...later };
  },
};

const withDaemon = async (target, work) => {
  const daemon = await startTarget(target);
  try {
    return await work(daemon);
  } finally {
    await daemon.stop();
  }
};

const readyz = async (url) => {
  const request = get(`${url.replace('ws:', 'http:')}/readyz`, { agent: false });
  const [response] = await once(request, 'response');
  response.resume();
  if (response.statusCode !== 200) {
    throw new Error(`/readyz: ${response.statusCode}`);
  }
};
