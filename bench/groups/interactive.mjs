import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { openFifos } from '../client/fifo.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { newProcessId } from '../client/workloads.mjs';
import { median } from '../lib/statistics.mjs';

const LINE = Buffer.from('a line\n').toString('base64');
/** Until the server has the request that waits for output. */
const POLL_ARRIVES_MS = 2;
/** The plain client is answered every 44 ms by a server without `TCP_NODELAY`. */
const PLAIN_COUNT = 15;
const COUNT = 150;
/** V8 has optimized the code after some 2,000 echoes, and 300 polls. */
const WARM_UP_ECHOES = 4000;
const WARM_UP_POLLS = 400;

const KINDS = [
  { name: 'plain', acknowledges: 'later', title: 'plain client' },
  { name: 'at-once', acknowledges: 'at once', title: 'client that acknowledges at once' },
];

export const group = {
  title: 'Interactive processes',
  daemons: 'warm',
  figures: [
    ...KINDS.map(({ name, title }) => ({
      name: `echo-${name}`,
      title: `\`process/write\` → \`process/output\`, p50, ${title}`,
      unit: 'µs',
      better: 'less',
    })),
    { name: 'echo-cpu', title: 'server CPU an echo', unit: 'µs', better: 'less' },
    ...KINDS.map(({ name, title }) => ({
      name: `poll-${name}`,
      title: `printed → long poll answered, p50, ${title}`,
      unit: 'µs',
      better: 'less',
    })),
    { name: 'poll-cpu', title: 'server CPU a long poll', unit: 'µs', better: 'less' },
  ],
  async warmUp(daemon, { quick }) {
    await echo(daemon, 'at once', WARM_UP_ECHOES / (quick ? 10 : 1));
    await poll(daemon, 'at once', WARM_UP_POLLS / (quick ? 10 : 1));
  },
  async measure(daemon, { quick }) {
    const values = {};
    for (const { name, acknowledges } of KINDS) {
      const count = (name === 'plain' ? PLAIN_COUNT : COUNT) * (quick ? 0.4 : 1);
      const echoes = await echo(daemon, acknowledges, count * 4);
      const polls = await poll(daemon, acknowledges, count);
      values[`echo-${name}`] = median(echoes.times);
      values[`poll-${name}`] = median(polls.times);
      values['echo-cpu'] = echoes.cpu;
      values['poll-cpu'] = polls.cpu;
    }
    return values;
  },
};

/** A line to the input of `cat`, until it comes back. */
const echo = async ({ url, pid }, acknowledges, count) => {
  const client = await Client.open(url, { acknowledges });
  const processId = newProcessId();
  let arrived;
  const onOutput = () => arrived();
  await client.start(processId, ['cat'], { pipeStdin: true, onOutput }).started;
  const times = [];
  const before = processorTime(pid);
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    const came = new Promise((resolve) => {
      arrived = resolve;
    });
    client.request('process/write', { processId, chunk: LINE, writeId: `w${i}` });
    await came;
    times.push((performance.now() - began) * 1000);
  }
  const cpu = (processorTime(pid) - before) / count;
  await end(client, processId);
  return { times, cpu };
};

/** A `process/read` that waits, from the moment the process has something to print until the reply. */
const poll = async ({ url, pid }, acknowledges, count) => {
  const client = await Client.open(url, { acknowledges });
  const processId = newProcessId();
  const { fifos, close } = openFifos(1);
  const [fifo] = fifos;
  await client.start(processId, ['cat', fifo.path]).started;
  const times = [];
  const before = processorTime(pid);
  for (let afterSeq = 0; afterSeq < count; afterSeq += 1) {
    const reply = client.request('process/read', { processId, afterSeq, waitMs: 10_000 });
    await delay(POLL_ARRIVES_MS);
    const began = performance.now();
    fifo.write('a line\n');
    const { chunks } = await reply;
    times.push((performance.now() - began) * 1000);
    if (chunks.length !== 1) {
      throw new Error(`a long poll was answered with ${chunks.length} chunks`);
    }
  }
  const cpu = (processorTime(pid) - before) / count;
  await end(client, processId);
  close();
  return { times, cpu };
};

const end = async (client, processId) => {
  await client.request('process/terminate', { processId });
  client.close();
};
