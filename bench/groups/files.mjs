import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from '../client/client.mjs';
import { textFrame } from '../client/frames.mjs';
import { exchange, keepInFlight, seconds } from '../client/workloads.mjs';
import { quantile } from '../lib/statistics.mjs';

const KIB = 1024;
const MIB = 1024 * KIB;
const LARGE_BYTES = 4 * MIB;
const IN_FLIGHT = 8;
/** On a disk, as the files of users are; upstream refuses to work below `/tmp`. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

await mkdir(CACHE, { recursive: true });
const directory = await mkdtemp(join(CACHE, 'bench-files-'));
const uri = (name) => pathToFileURL(join(directory, name)).href;
await writeFile(join(directory, 'small'), Buffer.alloc(KIB, 'x'));
await writeFile(join(directory, 'large'), Buffer.alloc(LARGE_BYTES, 'x'));

const base64 = (bytes) => Buffer.alloc(bytes, 'x').toString('base64');
/** The same id for every request: only the number of replies counts. */
const frame = (method, params) => textFrame(JSON.stringify({ id: 1_000_000, method, params }));

const SMALL = [
  {
    name: 'read',
    title: 'read of 1 KiB',
    frame: frame('fs/readFile', { path: uri('small') }),
    count: 4000,
  },
  {
    name: 'metadata',
    title: 'metadata',
    frame: frame('fs/getMetadata', { path: uri('small') }),
    count: 4000,
  },
  {
    name: 'write',
    title: 'write of 1 KiB',
    frame: frame('fs/writeFile', { path: uri('written'), dataBase64: base64(KIB) }),
    count: 600,
  },
];

const LARGE = [
  {
    name: 'read-large',
    title: 'reads of 4 MiB',
    frame: frame('fs/readFile', { path: uri('large') }),
    count: 24,
  },
  {
    name: 'write-large',
    title: 'writes of 4 MiB',
    frame: frame('fs/writeFile', { path: uri('written-large'), dataBase64: base64(LARGE_BYTES) }),
    count: 16,
  },
];

export const group = {
  title: 'Files',
  daemons: 'warm',
  figures: [
    ...SMALL.flatMap(({ name, title }) => [
      { name: `${name}-1`, title: `${title}, one at a time, p50`, unit: 'µs', better: 'less' },
      { name: `${name}-8`, title: `${title}, ${IN_FLIGHT} in flight`, unit: '/s', better: 'more' },
    ]),
    ...LARGE.flatMap(({ name, title }) => [
      { name: `${name}-1`, title: `${title}, one at a time`, unit: 'MB/s', better: 'more' },
      {
        name: `${name}-8`,
        title: `${title}, ${IN_FLIGHT} in flight`,
        unit: 'MB/s',
        better: 'more',
      },
    ]),
  ],
  async warmUp({ url }, { quick }) {
    for (const each of [...SMALL, ...LARGE]) {
      await inFlight(url, each.frame, Math.ceil(each.count / (quick ? 10 : 4)), IN_FLIGHT);
    }
  },
  async measure({ url }, { quick }) {
    const values = {};
    for (const each of SMALL) {
      const count = quick ? each.count / 10 : each.count;
      const client = await Client.open(url);
      values[`${each.name}-1`] = quantile(
        await exchange(client.connection, each.frame, count / 2),
        0.5,
      );
      client.close();
      values[`${each.name}-8`] = count / (await inFlight(url, each.frame, count, IN_FLIGHT));
    }
    for (const each of LARGE) {
      const count = quick ? 8 : each.count;
      for (const number of [1, IN_FLIGHT]) {
        const time = await inFlight(url, each.frame, count, number);
        values[`${each.name}-${number}`] = (count * LARGE_BYTES) / 1e6 / time;
      }
    }
    return values;
  },
  cleanUp: () => rm(directory, { recursive: true, force: true }),
};

const inFlight = async (url, bytes, count, number) => {
  const client = await Client.open(url);
  const time = await seconds(() => keepInFlight(client.connection, bytes, count, number));
  client.close();
  return time;
};
