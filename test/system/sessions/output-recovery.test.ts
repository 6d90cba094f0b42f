import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProcessReadResult } from '../../../src/protocol/process.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import type { TestClient } from '../../../src/testing/test-client.js';
import { allEnded, eventually, isRunning } from '../../adapters/processes/proc-inspection.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';
import { sharedDaemon } from '../../support/shared-daemon.js';

/** With the limits as they are by default; each test has a client of its own. */
let daemon: ExecServerHarness;
beforeAll(async () => {
  daemon = await sharedDaemon();
});

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
    await client.waitForEvent(
      ({ method, params }) => method === 'process/closed' && params.processId === processId,
      { timeoutMs: 25_000 },
    );
  }
  takeEvents();
  if (page.exited && !chunks.has(page.nextSeq - 1)) {
    take({ seq: page.nextSeq - 1 });
  }
  const sorted = [...chunks].sort(([a], [b]) => a - b);
  const seqs = sorted.map(([seq]) => seq).filter((seq) => seq < page.nextSeq - 2 || !page.closed);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  return Buffer.concat(sorted.map(([, bytes]) => bytes));
};

/** A process that prints its pid, and `size` bytes once the file `signal` is there. */
const startOnSignal = async (server: TestClient, signal: string, size: number) => {
  const script = 'echo $$; until [ -e "$0" ]; do sleep 0.01; done; exec head -c "$1" /dev/zero';
  const id = await startProcess(server, { argv: ['bash', '-c', script, signal, String(size)] });
  const { params } = await server.waitForEvent(
    ({ method, params }) => method === 'process/output' && params.processId === id,
  );
  return { id, size, signal, pid: Number(Buffer.from(params.chunk, 'base64').toString()) };
};

/** Resolves when the process has written something, but no more for a while. @throws {Error} when it ends */
const stalled = async (pid: number): Promise<void> => {
  let last = '';
  let unchanged = 0;
  await eventually(() => {
    const io = readFileSync(`/proc/${pid}/io`, 'utf8');
    const written = Number(/^wchar: (\d+)/m.exec(io)?.[1]);
    unchanged = io === last && written > 1000 ? unchanged + 1 : 0;
    last = io;
    return unchanged > 50;
  });
};

describe('Output', () => {
  test.each([false, true])(
    'is complete after a resume, 12 MiB written while detached (tty: %s)',
    async (tty) => {
      await using server = await daemon.testClient();
      const size = 12 * MIB;
      const script = `read go; head -c ${size} /dev/zero`;
      const id = await startProcess(server, { argv: ['bash', '-c', script], pipeStdin: true, tty });
      await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '1' });
      await server.disconnect('reset');
      await server.reconnect({ resume: true });
      const output = (await readAll(server, id)).toString('latin1').replaceAll('go\r\n', '');
      expect(output.length).toBe(size);
      const digest = createHash('sha256').update(output, 'latin1').digest('hex');
      expect(digest).toBe(createHash('sha256').update(Buffer.alloc(size)).digest('hex'));
    },
  );

  test('is held after a resume until the client has read and acknowledged what it missed', async () => {
    await using server = await daemon.testClient();
    const id = await startProcess(server, { argv: ['cat', '/dev/zero'] });
    await server.waitForEvent(({ method }) => method === 'process/output');
    await server.disconnect('reset');
    const before = server.events.length;
    await server.reconnect({ resume: true });
    // Time for a flood that is not held.
    for (let round = 0; round < 20; round += 1) {
      await server.request('environment/status', {});
    }
    const page: ProcessReadResult = await server.request('process/read', { processId: id });
    // A chunk may have been on its way when the process was paused.
    expect(server.events.length - before).toBeLessThanOrEqual(1);

    await server.waitForEvent(({ params }) => params.seq === page.nextSeq);
    await server.request('process/terminate', { processId: id });
  });

  test('is coalesced while detached: 600 small writes to fewer than 256 chunks', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'nothing-lost-'));
    const fifo = join(directory, 'turns');
    execFileSync('mkfifo', [fifo]);
    await using server = await daemon.testClient();
    // What bash waits for on a pipe that stays empty: a `sleep` would be a process for each line.
    const pause = 'read -r -t 0.001 -u 9';
    const trickle = `exec 9<> <(:); for ((i = 0; i < 600; i += 1)); do echo $i; ${pause}; done`;
    const script = `read -r < "$0"; ${trickle}; : > "$0"`;
    const processId = await startProcess(server, { argv: ['bash', '-c', script, fifo] });
    await server.disconnect();
    await writeFile(fifo, '\n');
    await readFile(fifo);
    await server.reconnect({ resume: true });
    const output = await readAll(server, processId);
    const page: ProcessReadResult = await server.request('process/read', { processId });
    expect(output.toString()).toBe(Array.from({ length: 600 }, (_, line) => `${line}\n`).join(''));
    expect(page.chunks.length).toBeLessThan(256);
    await rm(directory, { recursive: true });
  });

  test('loses the oldest bytes with --on-overflow evict, and a read reports how many', async () => {
    await using server = await execServer({
      mode: 'daemon',
      args: ['--on-overflow', 'evict', '--output-retention', '64KiB'],
    });
    const id = await startProcess(server, { argv: ['head', '-c', '1000000', '/dev/zero'] });
    await outcome(server, id);
    const page: ProcessReadResult = await server.request('process/read', { processId: id });
    const kept = page.chunks.reduce((sum, c) => sum + Buffer.from(c.chunk, 'base64').length, 0);
    expect(page.firstRetainedSeq).toBe(page.chunks[0]?.seq);
    expect(page.droppedBytes).toBe(1_000_000 - kept);
    expect(kept).toBeLessThanOrEqual(64 * 1024);
  });

  test('does not block its process when its client never reads what it missed', async () => {
    await using server = await execServer({
      mode: 'daemon',
      args: ['--output-window', '256KiB', '--resume-read-timeout', '10ms'],
    });
    const script = 'read go; head -c 2000000 /dev/zero; read go; head -c 2000000 /dev/zero';
    const id = await startProcess(server, { argv: ['bash', '-c', script], pipeStdin: true });
    await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '1' });
    await server.disconnect();
    await server.reconnect({ resume: true });
    await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '2' });
    expect(await outcome(server, id)).toMatchObject({ exitCode: 0 });
  });

  test('--max-retained-bytes pauses the process that has kept most, and a smaller one goes on', async () => {
    await using server = await execServer({
      mode: 'daemon',
      args: ['--max-retained-bytes', '1MiB'],
    });
    const directory = await mkdtemp(join(tmpdir(), 'max-retained-'));
    // Less than the output window of one process: nothing else pauses them.
    const large = await startOnSignal(server, join(directory, 'large'), 4 * MIB);
    const small = await startOnSignal(server, join(directory, 'small'), 64 * 1024);
    await server.disconnect('reset');
    await writeFile(large.signal, '');
    await stalled(large.pid);
    await writeFile(small.signal, '');
    await allEnded([small.pid]);
    expect(isRunning(large.pid)).toBe(true);

    await server.reconnect({ resume: true });
    for (const { id, pid, size } of [large, small]) {
      expect((await readAll(server, id)).length).toBe(`${pid}\n`.length + size);
    }
    await rm(directory, { recursive: true });
  });
});

describe('Input', () => {
  test('reaches stdin once per writeId, over a resume too', async () => {
    await using server = await daemon.testClient();
    const id = await startProcess(server, { argv: ['cat'], pipeStdin: true });
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

  test('arrives in order, 4 MiB in 16 KiB writes', async () => {
    await using server = await daemon.testClient();
    const count = 256;
    const size = 16 * 1024;
    const argv = ['bash', '-c', `head -c ${count * size} | sha256sum`];
    const id = await startProcess(server, { argv, pipeStdin: true });
    const expected = createHash('sha256');
    const writes = Array.from({ length: count }, (_, i) => {
      const block = Buffer.alloc(size, i % 251);
      block.writeUInt32LE(i);
      expected.update(block);
      const params = { processId: id, chunk: block.toString('base64'), writeId: String(i) };
      return server.request('process/write', params);
    });
    await Promise.all(writes);
    expect((await outcome(server, id)).stdout).toBe(`${expected.digest('hex')}  -\n`);
  });
});
