import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ProcessReadResult } from '../../../src/protocol/process.js';
import { execServer } from '../../../src/testing/harness.js';
import { TestClient } from '../../../src/testing/test-client.js';

const MIB = 1024 ** 2;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** All output of a process, as a resumed client puts it together: one read of what it missed, then events. */
const readAll = async (client: TestClient, processId: string): Promise<Buffer> => {
  const chunks = new Map<number, Buffer>();
  const take = ({ seq, chunk = '' }: { seq: number; chunk?: string }): void => {
    chunks.set(seq, Buffer.from(chunk, 'base64'));
  };
  const takeEvents = (): void => {
    for (const { params } of client.events) {
      if (params.processId === processId) {
        take(params);
      }
    }
  };
  takeEvents();
  let afterSeq = 0;
  while (chunks.has(afterSeq + 1)) {
    afterSeq += 1;
  }
  const page: ProcessReadResult = await client.request('process/read', { processId, afterSeq });
  // What came as events meanwhile may be kept no more: all numbers together must be there.
  page.chunks.forEach(take);
  if (!page.closed) {
    await client.outcome(processId, { timeoutMs: 25_000 });
  }
  takeEvents();
  const sorted = [...chunks].sort(([a], [b]) => a - b);
  const seqs = sorted.map(([seq]) => seq).filter((seq) => seq < page.nextSeq - 2 || !page.closed);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  return Buffer.concat(sorted.map(([, bytes]) => bytes));
};

/** A proxy to the server that, from `stall` on, forwards nothing and closes nothing. */
const stallableProxy = async (url: string) => {
  const sockets = new Set<Socket>();
  let isStalled = false;
  const proxy = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => isStalled || to.destroy());
      from.on('data', (bytes) => isStalled || to.write(bytes));
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as { port: number };
  return {
    url: `ws://127.0.0.1:${port}`,
    stall: () => {
      isStalled = true;
    },
    [Symbol.dispose]: () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      proxy.close();
    },
  };
};

describe('Output', () => {
  test.each([false, true])(
    'of 20 MiB written while detached is complete after a resume (tty: %s)',
    async (tty) => {
      await using server = await execServer({ mode: 'daemon' });
      const size = 20 * MIB;
      const script = `read go; head -c ${size} /dev/zero`;
      const id = await server.startProcess({ argv: ['bash', '-c', script], pipeStdin: true, tty });
      await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '1' });
      await server.disconnect('reset');
      await server.reconnect({ resume: true });
      const output = (await readAll(server, id)).toString('latin1').replaceAll('go\r\n', '');
      expect(output.length).toBe(size);
      const digest = createHash('sha256').update(output, 'latin1').digest('hex');
      expect(digest).toBe(createHash('sha256').update(Buffer.alloc(size)).digest('hex'));
    },
  );

  test('of 600 small writes while detached is coalesced to fewer than 256 chunks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nothing-lost-'));
    const fifo = join(folder, 'turns');
    execFileSync('mkfifo', [fifo]);
    await using server = await execServer({ mode: 'daemon' });
    const trickle = 'for ((i = 0; i < 600; i += 1)); do echo $i; sleep 0.001; done';
    const script = `read -r < "$0"; ${trickle}; : > "$0"`;
    const processId = await server.startProcess({ argv: ['bash', '-c', script, fifo] });
    await server.disconnect();
    await writeFile(fifo, '\n');
    await readFile(fifo);
    await server.reconnect({ resume: true });
    const output = await readAll(server, processId);
    const page: ProcessReadResult = await server.request('process/read', { processId });
    expect(output.toString()).toBe(Array.from({ length: 600 }, (_, line) => `${line}\n`).join(''));
    expect(page.chunks.length).toBeLessThan(256);
    await rm(folder, { recursive: true });
  });

  test('with --on-overflow evict loses the oldest bytes, and a read reports how many', async () => {
    await using server = await execServer({
      mode: 'daemon',
      args: ['--on-overflow', 'evict', '--output-retention', '64KiB'],
    });
    const id = await server.startProcess({ argv: ['head', '-c', '1000000', '/dev/zero'] });
    await server.outcome(id);
    const page: ProcessReadResult = await server.request('process/read', { processId: id });
    const kept = page.chunks.reduce((sum, c) => sum + Buffer.from(c.chunk, 'base64').length, 0);
    expect(page.firstRetainedSeq).toBe(page.chunks[0]?.seq);
    expect(page.droppedBytes).toBe(1_000_000 - kept);
    expect(kept).toBeLessThanOrEqual(64 * 1024);
  });

  test('of a client that never reads what it missed does not block its process', async () => {
    await using server = await execServer({ mode: 'daemon', args: ['--output-window', '256KiB'] });
    const script = 'read go; head -c 2000000 /dev/zero; read go; head -c 2000000 /dev/zero';
    const id = await server.startProcess({ argv: ['bash', '-c', script], pipeStdin: true });
    await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '1' });
    await server.disconnect();
    await server.reconnect({ resume: true });
    await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '2' });
    expect(await server.outcome(id)).toMatchObject({ exitCode: 0 });
  });

  test('of three processes beyond --max-retained-bytes is complete after a resume', async () => {
    await using server = await execServer({
      mode: 'daemon',
      args: ['--max-retained-bytes', '3MiB'],
    });
    const ids = await Promise.all(
      [1, 2, 3].map(() =>
        server.startProcess({ argv: ['head', '-c', String(4 * MIB), '/dev/zero'] }),
      ),
    );
    await server.disconnect('reset');
    await server.reconnect({ resume: true });
    const outputs = await Promise.all(ids.map((id) => readAll(server, id)));
    expect(outputs.map((output) => output.length)).toEqual(ids.map(() => 4 * MIB));
  });
});

describe('A connection that stalls without being closed', () => {
  test('loses its session to a resume within 5 s', async () => {
    await using server = await execServer({ mode: 'daemon' });
    using proxy = await stallableProxy(server.url);
    const client = await new TestClient(proxy.url).connect();
    await client.initialize();
    const id = await client.startProcess({ argv: ['sleep', '1000'] });
    proxy.stall();
    const challenger = await server.client({ initialize: false });
    const asked = performance.now();
    expect((await challenger.initialize(client.sessionId)).sessionId).toBe(client.sessionId);
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(await challenger.request('process/terminate', { processId: id })).toEqual({
      running: true,
    });
  });

  test('is detected by the heartbeat, and its session expires', async () => {
    const args = ['--ping-interval', '100ms', '--peer-timeout', '500ms', '--session-ttl', '100ms'];
    await using server = await execServer({ mode: 'daemon', args });
    using proxy = await stallableProxy(server.url);
    const client = await new TestClient(proxy.url).connect();
    await client.initialize();
    await client.startProcess({ argv: ['bash', '-c', 'echo $$; exec sleep 1000'] });
    const { params } = await client.waitForEvent(({ method }) => method === 'process/output');
    const pid = Buffer.from(params.chunk, 'base64').toString().trim();
    proxy.stall();
    const watch = await server.startProcess({ argv: ['tail', `--pid=${pid}`, '-f', '/dev/null'] });
    expect(await server.outcome(watch)).toMatchObject({ exitCode: 0 });
  });

  test('makes requests pipelined with the resume wait for the session', async () => {
    await using server = await execServer({ mode: 'daemon' });
    using proxy = await stallableProxy(server.url);
    const client = await new TestClient(proxy.url).connect();
    await client.initialize();
    proxy.stall();
    const challenger = await server.client({ initialize: false });
    const resumed = challenger.request('initialize', {
      clientName: 'x',
      resumeSessionId: client.sessionId,
    });
    challenger.notify('initialized');
    expect(await challenger.request('environment/status')).toEqual({ status: 'ready' });
    await resumed;
  });
});

describe('Input', () => {
  test('reaches stdin once per writeId, over a resume too', async () => {
    await using server = await execServer({ mode: 'daemon' });
    const id = await server.startProcess({ argv: ['cat'], pipeStdin: true });
    const write = (text: string, writeId: string): Promise<unknown> =>
      server.request('process/write', { processId: id, chunk: base64(text), writeId });
    await write('a', '1');
    await server.disconnect('reset');
    await server.reconnect({ resume: true });
    expect(await write('a', '1')).toEqual({ status: 'accepted' });
    await expect(write('x', '1')).rejects.toMatchObject({
      code: -32_600,
      message: expect.stringContaining('writeId'),
    });
    await write('b', '2');
    let text = '';
    for (let afterSeq = 0; text.length < 2; ) {
      const page: ProcessReadResult = await server.request('process/read', {
        processId: id,
        afterSeq,
        waitMs: 10_000,
      });
      text += page.chunks.map(({ chunk }) => Buffer.from(chunk, 'base64').toString()).join('');
      afterSeq = page.nextSeq - 1;
    }
    expect(text).toBe('ab');
  });

  test('of 16 MiB in 16 KiB writes arrives in order', async () => {
    await using server = await execServer({ mode: 'daemon' });
    const count = 1024;
    const size = 16 * 1024;
    const argv = ['bash', '-c', `head -c ${count * size} | sha256sum`];
    const id = await server.startProcess({ argv, pipeStdin: true });
    const expected = createHash('sha256');
    const writes = Array.from({ length: count }, (_, i) => {
      const block = Buffer.alloc(size, i % 251);
      block.writeUInt32LE(i);
      expected.update(block);
      const params = { processId: id, chunk: block.toString('base64'), writeId: String(i) };
      return server.request('process/write', params);
    });
    await Promise.all(writes);
    expect((await server.outcome(id)).stdout).toBe(`${expected.digest('hex')}  -\n`);
  });
});
