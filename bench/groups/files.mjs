import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from '../client/client.mjs';
import { textFrame } from '../client/frames.mjs';
import { MODES, pinned } from '../client/pinned.mjs';
import { makeScratchDirectory } from '../client/scratch-directory.mjs';
import { exchange, keepInFlight, seconds } from '../client/workloads.mjs';
import { median } from '../lib/statistics.mjs';

const KIB = 1024;
const MIB = 1024 * KIB;
const LARGE_BYTES = 4 * MIB;
const IN_FLIGHT = 8;
/** On a disk, as the files of users are; upstream refuses to work below `/tmp`. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

const base64 = (bytes) => Buffer.alloc(bytes, 'x').toString('base64');

const SMALL = [
  { name: 'read', title: 'read of 1 KiB', method: 'fs/readFile', file: 'small', count: 4000 },
  { name: 'metadata', title: 'metadata', method: 'fs/getMetadata', file: 'small', count: 4000 },
  {
    name: 'write',
    title: 'write of 1 KiB',
    method: 'fs/writeFile',
    file: 'written',
    params: () => ({ dataBase64: base64(KIB) }),
    count: 600,
  },
];

const LARGE = [
  {
    name: 'read-large',
    title: 'reads of 4 MiB',
    method: 'fs/readFile',
    file: 'large',
    bytes: LARGE_BYTES,
    count: 24,
  },
  {
    name: 'write-large',
    title: 'writes of 4 MiB',
    method: 'fs/writeFile',
    file: 'written-large',
    params: () => ({ dataBase64: base64(LARGE_BYTES) }),
    bytes: LARGE_BYTES,
    count: 16,
  },
  {
    name: 'read-blocks',
    title: 'blocks of 1 MiB read',
    method: 'fs/readBlock',
    file: 'large',
    handle: { handleId: 'r' },
    params: () => ({ offset: 0, len: MIB }),
    bytes: MIB,
    count: 96,
  },
  {
    name: 'write-blocks',
    title: 'blocks of 1 MiB written',
    method: 'fs/writeBlock',
    file: 'written-blocks',
    handle: { handleId: 'w', mode: 'replace' },
    params: () => ({ offset: 0, chunk: base64(MIB) }),
    bytes: MIB,
    count: 96,
  },
];

/** The encoded request, and what opens its handle if it has one. The same id for all: only the number of replies counts. */
const encode = ({ name, method, file, handle, params = () => ({}) }, directory) => {
  const path = pathToFileURL(join(directory, file)).href;
  const subject = handle ? { handleId: handle.handleId } : { path };
  const text = JSON.stringify({ id: 1_000_000, method, params: { ...subject, ...params() } });
  return [name, { frame: textFrame(text), open: handle && { ...handle, path } }];
};

export const group = {
  title: 'Files',
  daemons: 'warm',
  figures: [
    ...SMALL.flatMap(({ name, title }) => [
      ...MODES.map((mode) => ({
        name: `${name}-${mode.name}`,
        title: `${title}, one at a time, p50, ${mode.title}`,
        unit: 'µs',
        better: 'less',
      })),
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
  async setUp() {
    const directory = makeScratchDirectory(CACHE);
    await writeFile(join(directory, 'small'), Buffer.alloc(KIB, 'x'));
    await writeFile(join(directory, 'large'), Buffer.alloc(LARGE_BYTES, 'x'));
    return Object.fromEntries([...SMALL, ...LARGE].map((each) => encode(each, directory)));
  },
  async warmUp({ url }, { quick, shared: requests }) {
    for (const { name, count } of [...SMALL, ...LARGE]) {
      await inFlight(url, requests[name], Math.ceil(count / (quick ? 10 : 4)), IN_FLIGHT);
    }
  },
  async measure({ url, pid }, { quick, shared: requests }) {
    const values = {};
    for (const { name, count: full } of SMALL) {
      const count = quick ? full / 10 : full;
      for (const mode of MODES) {
        values[`${name}-${mode.name}`] = await pinned(pid, mode.cores, () =>
          oneAtATime(url, requests[name], count / 2),
        );
      }
      values[`${name}-8`] = count / (await inFlight(url, requests[name], count, IN_FLIGHT));
    }
    for (const { name, count: full, bytes } of LARGE) {
      const count = quick ? full / 4 : full;
      for (const number of [1, IN_FLIGHT]) {
        const time = await inFlight(url, requests[name], count, number);
        values[`${name}-${number}`] = (count * bytes) / 1e6 / time;
      }
    }
    return values;
  },
};

const oneAtATime = async (url, { frame }, count) => {
  const client = await Client.open(url);
  const times = await exchange(client.connection, frame, count);
  client.close();
  return median(times);
};

/** Seconds for `count` requests. */
const inFlight = async (url, { frame, open }, count, number) => {
  const client = await Client.open(url);
  if (open) {
    await client.request('fs/open', open);
  }
  const time = await seconds(() => keepInFlight(client.connection, frame, count, number));
  client.close();
  return time;
};
