import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { BlockClient, blockFrame } from './lib/block-client.mjs';
import { residentMib, startOurs, startUpstream } from './lib/daemons.mjs';
import { median } from './lib/statistics.mjs';

const MIB = 1024 * 1024;
const FILE_MIB = Number(process.env.FILE_MIB ?? 1024);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** Requests that wait for an answer at a time. */
const IN_FLIGHT = 4;
const MAX_GROWTH_MIB = 64;

const directory = await mkdtemp(join(tmpdir(), 'file-blocks-'));
const source = join(directory, 'source');
const block = Buffer.from(Array.from({ length: MIB }, (_, index) => (index * 7919) >> 5));
const base64 = Buffer.from(block.toString('base64'));
const frame = blockFrame(block);

const main = async () => {
  await makeSource();
  const daemons = [await startOurs(), await startUpstream()];
  const complaints = [];
  const figures = new Map(daemons.map(({ name }) => [name, { read: [], write: [] }]));
  try {
    const memory = daemons.map(({ pid }) => watchMemory(pid));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const daemon of daemons) {
        const { read, write } = figures.get(daemon.name);
        read.push(await readAll(daemon, complaints));
        write.push(await writeAll(daemon, complaints));
      }
    }
    const growth = memory.map((watched) => watched.growthMib());
    print(figures, growth);
    if (growth[0] >= MAX_GROWTH_MIB) {
      complaints.push(`ours grew by ${growth[0].toFixed(0)} MiB`);
    }
  } finally {
    for (const daemon of daemons) {
      await daemon.stop();
    }
    await rm(directory, { recursive: true, force: true });
  }
  for (const complaint of complaints) {
    console.error(complaint);
  }
  process.exitCode = complaints.length === 0 ? 0 : 1;
};

const makeSource = async () => {
  const file = await open(source, 'w');
  for (let index = 0; index < FILE_MIB; index += 1) {
    await file.write(block, 0, MIB, index * MIB);
  }
  await file.close();
};

/** MiB a second of the file's content. */
const readAll = async ({ name, url }, complaints) => {
  const client = await BlockClient.open(url);
  await client.request('fs/open', { handleId: 'r', path: pathToFileURL(source).href });
  let bytes = 0;
  const seconds = await timed(async (offset) => {
    const answer = await client.read('r', offset, MIB);
    bytes += answer.bytes;
    // Comparing a few is enough to notice blocks that are mixed up or cut short.
    if (offset % (64 * MIB) === 0 && !answer.base64.equals(base64)) {
      complaints.push(`${name}: the block at ${offset} is not what is in the file`);
    }
  });
  if (bytes !== FILE_MIB * MIB) {
    complaints.push(`${name}: read ${bytes} bytes`);
  }
  await client.request('fs/close', { handleId: 'r' });
  client.close();
  return FILE_MIB / seconds;
};

const writeAll = async ({ name, url }, complaints) => {
  const target = join(directory, name);
  const client = await BlockClient.open(url);
  const params = { handleId: 'w', path: pathToFileURL(target).href, mode: 'replace' };
  await client.request('fs/open', params);
  const seconds = await timed((offset) => client.write('w', offset, frame));
  await client.request('fs/close', { handleId: 'w' });
  client.close();
  const { size } = await stat(target);
  if (size !== FILE_MIB * MIB || (await digest(target)) !== (await digest(source))) {
    complaints.push(`${name}: what was written is not what was sent`);
  }
  await rm(target);
  return FILE_MIB / seconds;
};

/** Seconds for `work` on each block of the file, some of them at a time. */
const timed = async (work) => {
  const startedAt = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < FILE_MIB) {
      await work(MIB * next++);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (performance.now() - startedAt) / 1000;
};

const digest = async (path) => {
  const hash = createHash('sha1');
  await pipeline(createReadStream(path, { highWaterMark: MIB }), hash);
  return hash.digest('hex');
};

/** How far resident memory rises above what it is now. */
const watchMemory = (pid) => {
  const before = residentMib(pid);
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMib(pid));
  }, 50);
  return {
    growthMib: () => {
      clearInterval(timer);
      return peak - before;
    },
  };
};

const print = (figures, growth) => {
  const rows = [...figures].map(([name, { read, write }], index) => ({
    daemon: name,
    'read MiB/s': Math.round(median(read)),
    'write MiB/s': Math.round(median(write)),
    'memory growth MiB': Math.round(growth[index]),
  }));
  console.log(`${FILE_MIB} MiB by blocks of 1 MiB, ${IN_FLIGHT} in flight, median of ${ROUNDS}`);
  console.table(rows);
  const [ours, upstream] = rows;
  for (const direction of ['read', 'write']) {
    const ratio = ours[`${direction} MiB/s`] / upstream[`${direction} MiB/s`];
    console.log(`${direction}: ${ratio.toFixed(2)} times upstream`);
  }
};

await main();
