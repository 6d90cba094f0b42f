import { Client } from '../client/client.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { runProcess, seconds } from '../client/workloads.mjs';

const MIB = 1024 * 1024;
const STREAMS = 16;

const dd = (blockBytes, bytes) => [
  'dd',
  'if=/dev/zero',
  `bs=${blockBytes}`,
  `count=${bytes / blockBytes}`,
  'status=none',
];

/** Half of the bytes to each of both streams, at the same time. */
const both = (bytes) => [
  'sh',
  '-c',
  `head -c ${bytes / 2} /dev/zero & head -c ${bytes / 2} /dev/zero >&2; wait`,
];

export const group = {
  title: 'Output',
  daemons: 'warm',
  hasCeiling: true,
  figures: [
    { name: 'stream', title: 'one stream, 256 MiB', unit: 'MB/s', better: 'more' },
    { name: 'stream-cpu', title: 'server CPU for 1 GB of one stream', unit: 's', better: 'less' },
    {
      name: 'streams',
      title: `${STREAMS} streams of 16 MiB at once`,
      unit: 'MB/s',
      better: 'more',
    },
    { name: 'both', title: 'stdout and stderr at once, 32 MiB each', unit: 'MB/s', better: 'more' },
    { name: 'writes-4k', title: 'writes of 4 KiB, 64 MiB', unit: 'MB/s', better: 'more' },
    { name: 'writes-16', title: 'writes of 16 bytes, 2 MiB', unit: 'MB/s', better: 'more' },
    {
      name: 'writes-16-cpu',
      title: 'server CPU for 1 MB in writes of 16 bytes',
      unit: 'ms',
      better: 'less',
    },
    { name: 'terminal', title: 'terminal, 16 MiB', unit: 'MB/s', better: 'more' },
  ],
  async warmUp({ url, name }, { quick }) {
    const client = await Client.open(url);
    const bytes = (quick ? 8 : 128) * MIB;
    await runProcess(client, dd(65_536, bytes), bytes);
    if (name !== 'ceiling') {
      await runProcess(client, dd(16, MIB), MIB);
    }
    client.close();
  },
  async measure({ url, pid, name }, { quick }) {
    const scale = quick ? 1 / 8 : 1;
    const client = await Client.open(url);
    const stream = await rate(client, pid, dd(65_536, 256 * scale * MIB), 256 * scale * MIB);
    const values = { stream: stream.rate, 'stream-cpu': stream.cpu / 1e6 / stream.gigabytes };
    if (name !== 'ceiling') {
      const one = async (argv, bytes, params) => await rate(client, pid, argv, bytes, params);
      const each = 16 * scale * MIB;
      const time = await seconds(() =>
        Promise.all(
          Array.from({ length: STREAMS }, () => runProcess(client, dd(65_536, each), each)),
        ),
      );
      values.streams = (STREAMS * each) / 1e6 / time;
      values.both = (await one(both(64 * scale * MIB), 64 * scale * MIB)).rate;
      values['writes-4k'] = (await one(dd(4096, 64 * scale * MIB), 64 * scale * MIB)).rate;
      const small = await one(dd(16, 2 * scale * MIB), 2 * scale * MIB);
      values['writes-16'] = small.rate;
      values['writes-16-cpu'] = small.cpu / 1e6 / small.gigabytes;
      const bytes = 16 * scale * MIB;
      const head = ['head', '-c', String(bytes), '/dev/zero'];
      values.terminal = (await one(head, bytes, { tty: true })).rate;
    }
    client.close();
    return values;
  },
};

/** MB/s, and microseconds of the server. */
const rate = async (client, pid, argv, bytes, params) => {
  const before = processorTime(pid);
  const time = await seconds(() => runProcess(client, argv, bytes, params));
  return { rate: bytes / 1e6 / time, cpu: processorTime(pid) - before, gigabytes: bytes / 1e9 };
};
