import {
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ExecServerHarness } from '../../../src/testing/harness.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { sharedDaemon } from '../../support/shared-daemon.js';

let directory: string;
let daemon: ExecServerHarness;

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'file-handles-')));
  daemon = await sharedDaemon();
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const at = (name: string): string => join(directory, name);
const uri = (name: string): string => pathToFileURL(at(name)).href;

const connect = async (): Promise<TestClient> => {
  const client = await new TestClient(daemon.url).connect();
  await client.initialize();
  return client;
};

/** How many files in the directory the daemon has open. */
const openFiles = async (): Promise<number> => {
  const descriptors = `/proc/${daemon.daemon?.pid}/fd`;
  const targets = await Promise.all(
    (await readdir(descriptors)).map((fd) => readlink(join(descriptors, fd)).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(directory)).length;
};

/** The daemon notices the end of a connection some time after its client. */
const untilOpen = async (count: number): Promise<void> => {
  while ((await openFiles()) !== count) {
    await delay(5);
  }
};

/** How many directories the daemon watches. */
const watches = async (): Promise<number> => {
  const descriptors = `/proc/${daemon.daemon?.pid}/fdinfo`;
  const infos = await Promise.all(
    (await readdir(descriptors)).map((fd) =>
      readFile(join(descriptors, fd), 'utf8').catch(() => ''),
    ),
  );
  return infos.join('\n').match(/^inotify wd:/gm)?.length ?? 0;
};

const open = (client: TestClient, handleId: string, mode = 'read'): Promise<unknown> =>
  client.request('fs/open', { handleId, path: uri('file'), mode });

test('open files are closed with their connection, however it ends', async () => {
  await writeFile(at('file'), 'x');
  const clients = [await connect(), await connect(), await connect()] as const;
  for (const client of clients) {
    for (let id = 0; id < 20; id += 1) {
      await open(client, `${id}`);
    }
  }
  expect(await openFiles()).toBe(60);
  await clients[0].disconnect('close');
  await untilOpen(40);
  await clients[1].disconnect('reset');
  await untilOpen(20);

  const successor = await new TestClient(daemon.url).connect();
  clients[2].socket.pause();
  await successor.initialize(clients[2].sessionId).catch(() => undefined);
  await clients[2].disconnect();
  await untilOpen(0);
  await successor.disconnect();
});

test('a file of 2 MiB is written and read by pipelined blocks', async () => {
  const client = await connect();
  const [blocks, size] = [32, 64 * 1024];
  const block = (index: number): Buffer => Buffer.alloc(size, index + 1);
  await open(client, 'w', 'replace');
  await Promise.all(
    Array.from({ length: blocks }, (_, index) =>
      client.request('fs/writeBlock', {
        handleId: 'w',
        offset: index * size,
        chunk: block(index).toString('base64'),
      }),
    ),
  );
  await client.request('fs/close', { handleId: 'w' });
  expect((await stat(at('file'))).size).toBe(blocks * size);
  await open(client, 'r');
  const read = await Promise.all(
    Array.from({ length: blocks + 1 }, (_, index) =>
      client.request('fs/readBlock', { handleId: 'r', offset: index * size, len: size }),
    ),
  );
  const whole = Array.from({ length: blocks }, (_, index) => ({
    chunk: block(index).toString('base64'),
    eof: false,
  }));
  expect(read).toEqual([...whole, { chunk: '', eof: true }]);
  await client.disconnect();
});

test('fs/missingChanged is sent when a missing path appears, and all watches are removed', async () => {
  const client = await connect();
  const params = { watchId: 3, missing: [uri('a/b')], present: null };
  expect(await client.request('fs/watchMissing', params)).toEqual({ watching: true });
  expect(await watches()).toBeGreaterThan(1);
  await writeFile(at('a'), '');
  const { params: told } = await client.waitForEvent(
    ({ method }) => method === 'fs/missingChanged',
  );
  expect(told).toEqual({ watchId: 3 });
  expect(await watches()).toBe(0);
  expect(await client.request('fs/watchMissing', { ...params, watchId: 4 })).toEqual({
    watching: false,
  });

  const again = { watchId: 5, missing: [uri('c')] };
  expect(await client.request('fs/watchMissing', again)).toEqual({ watching: true });
  await client.disconnect();
  while ((await watches()) > 0) {
    await delay(5);
  }
});
