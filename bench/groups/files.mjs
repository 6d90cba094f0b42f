import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from '../client/client.mjs';
import { textFrame } from '../client/frames.mjs';
import { exchange, keepInFlight, seconds } from '../client/workloads.mjs';
import { median } from '../lib/statistics.mjs';

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
    bytes: LARGE_BYTES,
    count: 24,
  },
  {
    name: 'write-large',
    title: 'writes of 4 MiB',
    frame: frame('fs/writeFile', { path: uri('written-large'), dataBase64: base64(LARGE_BYTES) }),
    bytes: LARGE_BYTES,
    count: 16,
  },
  {
    name: 'read-blocks',
    title: 'blocks of 1 MiB read',
    handle: { handleId: 'r', path: uri('large') },
    frame: frame('fs/readBlock', { handleId: 'r', offset: 0, len: MIB }),
    bytes: MIB,
    count: 96,
  },
  {
    name: 'write-blocks',
    title: 'blocks of 1 MiB written',
    handle: { handleId: 'w', path: uri('written-blocks'), mode: 'replace' },
    frame: frame('fs/writeBlock', { handleId: 'w', offset: 0, chunk: base64(MIB) }),
    bytes: MIB,
    count: 96,
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
      await inFlight(url, each, Math.ceil(each.count / (quick ? 10 : 4)), IN_FLIGHT);
    }
  },
  async measure({ url }, { quick }) {
    const values = {};
    for (const each of SMALL) {
      const count = quick ? each.count / 10 : each.count;
      values[`${each.name}-1`] = await oneAtATime(url, each, count / 2);
      values[`${each.name}-8`] = count / (await inFlight(url, each, count, IN_FLIGHT));
    }
    for (const each of LARGE) {
      const count = quick ? each.count / 4 : each.count;
      for (const number of [1, IN_FLIGHT]) {
        const time = await inFlight(url, each, count, number);
        values[`${each.name}-${number}`] = (count * each.bytes) / 1e6 / time;
      }
    }
    return values;
  },
  cleanUp: () => rm(directory, { recursive: true, force: true }),
};

const oneAtATime = async (url, { frame: bytes }, count) => {
  const client = await Client.open(url);
  const times = await exchange(client.connection, bytes, count);
  client.close();
  return median(times);
};

/** Seconds for `count` requests. */
const inFlight = async (url, { frame: bytes, handle }, count, number) => {
  const client = await Client.open(url);
  if (handle) {
    await client.request('fs/open', handle);
  }
  const time = await seconds(() => keepInFlight(client.connection, bytes, count, number));
  client.close();
  return time;
};
