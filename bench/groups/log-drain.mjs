import { Client } from '../client/client.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { newProcessId } from '../client/workloads.mjs';
import { median } from '../lib/statistics.mjs';

/** Servers keep 1 MiB of the output that has arrived. */
const BYTES = 1_000_000;
const PAGE_BYTES = 64 * 1024;

export const group = {
  title: 'Log drain: 1 MB of kept output through `process/read`',
  daemons: 'warm',
  figures: [
    { name: 'one-read', title: 'in one read, p50', unit: 'ms', better: 'less' },
    { name: 'one-read-cpu', title: 'server CPU of it', unit: 'ms', better: 'less' },
    { name: 'pages', title: 'by pages of 64 KiB, p50', unit: 'ms', better: 'less' },
    { name: 'pages-cpu', title: 'server CPU of it', unit: 'ms', better: 'less' },
  ],
  warmUp: (daemon, { quick }) => drain(daemon, quick ? 10 : 60),
  measure: (daemon, { quick }) => drain(daemon, quick ? 10 : 80),
};

const drain = async ({ url, pid }, count) => {
  const client = await Client.open(url);
  const processId = newProcessId();
  await client.start(processId, ['head', '-c', String(BYTES), '/dev/zero']).closed;
  const one = await repeat(count, pid, () => read(client, { processId, afterSeq: 0 }));
  const pages = await repeat(count, pid, () => readPages(client, processId));
  client.close();
  return {
    'one-read': one.time,
    'one-read-cpu': one.cpu,
    pages: pages.time,
    'pages-cpu': pages.cpu,
  };
};

/** Milliseconds: the median of the times, and the server's CPU each time. */
const repeat = async (count, pid, work) => {
  const times = [];
  const before = processorTime(pid);
  for (let i = 0; i < count; i += 1) {
    const began = performance.now();
    const length = await work();
    times.push(performance.now() - began);
    if (length < (BYTES * 4) / 3) {
      throw new Error(`only ${length} bytes of replies`);
    }
  }
  return { time: median(times), cpu: (processorTime(pid) - before) / count / 1000 };
};

/** The bytes of the reply. */
const read = async (client, params) => (await client.request('process/read', params)).length;

const readPages = async (client, processId) => {
  let bytes = 0;
  for (let afterSeq = 0; ; ) {
    const params = { processId, afterSeq, maxBytes: PAGE_BYTES };
    const page = await client.request('process/read', params);
    if (page.chunks?.length === 0) {
      return bytes;
    }
    bytes += page.length ?? JSON.stringify(page).length;
    const nextSeq = page.nextSeq ?? Number(/"nextSeq":(\d+)/.exec(page.tail)[1]);
    afterSeq = nextSeq - 1;
  }
};
