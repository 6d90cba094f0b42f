import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { ONE_CORE, pinned } from '../client/pinned.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { runInFlight, seconds } from '../client/workloads.mjs';
import { median } from '../lib/statistics.mjs';

const AT_ONCE = 16;
/** Until a server has noticed that its clients are gone. */
const DETACH_MS = 200;

export const group = {
  title: 'Connections: from `connect` to the reply of `initialize`',
  daemons: 'warm',
  hasCeiling: true,
  figures: [
    { name: 'connect', title: 'connect, p50, one core', unit: 'µs', better: 'less' },
    { name: 'connect-cpu', title: 'server CPU a connection, one core', unit: 'µs', better: 'less' },
    { name: 'connects', title: `connects/s, ${AT_ONCE} at a time`, unit: '/s', better: 'more' },
    { name: 'resume', title: 'resume, p50, one core', unit: 'µs', better: 'less' },
    { name: 'resumes', title: `resumes/s, ${AT_ONCE} at a time`, unit: '/s', better: 'more' },
  ],
  async warmUp({ url }, { quick }) {
    const ids = await open(url, quick ? 50 : 1000);
    await delay(DETACH_MS);
    await resumeAll(url, ids);
  },
  async measure({ url, pid }, { quick }) {
    const count = quick ? 50 : 400;
    const values = await pinned(pid, ONE_CORE, () => oneByOne(url, pid, count));
    values.connects = count / (await seconds(() => open(url, count)));
    const ids = await open(url, count);
    await delay(DETACH_MS);
    values.resumes = count / (await seconds(() => resumeAll(url, ids)));
    return values;
  },
};

const oneByOne = async (url, pid, count) => {
  const sessions = [];
  const before = processorTime(pid);
  const connect = await times(count, async () => {
    const client = await Client.open(url);
    sessions.push(client.sessionId);
    return client;
  });
  const cpu = (processorTime(pid) - before) / count;
  await delay(DETACH_MS);
  const resume = await times(count, (i) => Client.open(url, { resumeSessionId: sessions[i] }));
  return { connect: median(connect), 'connect-cpu': cpu, resume: median(resume) };
};

/** Microseconds that each connection takes; it is closed before the next is opened. */
const times = async (count, connect) => {
  const samples = [];
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    const client = await connect(i);
    samples.push((performance.now() - began) * 1000);
    client.close();
  }
  return samples;
};

/** Opens and closes sessions; resolves with their ids. */
const open = async (url, count) => {
  const ids = [];
  await runInFlight(count, AT_ONCE, async () => {
    const client = await Client.open(url);
    ids.push(client.sessionId);
    client.close();
  });
  return ids;
};

const resumeAll = (url, ids) =>
  runInFlight(ids.length, AT_ONCE, async (i) => {
    const client = await Client.open(url, { resumeSessionId: ids[i] });
    client.close();
  });
