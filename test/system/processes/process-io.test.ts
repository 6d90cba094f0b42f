import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProcessReadResult } from '../../../src/protocol/process.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

let server: ExecServerHarness;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon', args: ['--max-pending-input', '1MiB'] });
});

afterAll(async () => {
  await server.shutdown();
});

let writes = 0;
const write = (processId: string, text: string, writeId = `w${writes++}`): Promise<unknown> =>
  server.request('process/write', { processId, chunk: base64(text), writeId });

const read = (processId: string, params: object = {}): Promise<ProcessReadResult> =>
  server.request('process/read', { processId, ...params });

const firstOutput = (processId: string) =>
  server.waitForEvent(
    ({ method, params }) => method === 'process/output' && params.processId === processId,
  );

describe('process/read', () => {
  test('returns all fields, and pages of at most maxBytes', async () => {
    const id = await startProcess(server, {
      argv: ['bash', '-c', 'echo one; read; echo two; read'],
      pipeStdin: true,
    });
    await firstOutput(id);
    expect(await read(id)).toEqual({
      chunks: [{ seq: 1, stream: 'stdout', chunk: base64('one\n') }],
      nextSeq: 2,
      exited: false,
      exitCode: null,
      closed: false,
      failure: null,
      sandboxDenied: false,
    });
    await write(id, '\n');
    await read(id, { afterSeq: 1, waitMs: 10_000 });
    expect(await read(id, { maxBytes: 0 })).toMatchObject({ chunks: [{ seq: 1 }], nextSeq: 2 });
    expect(await read(id, { maxBytes: 8 })).toMatchObject({
      chunks: [{ seq: 1 }, { seq: 2 }],
      nextSeq: 3,
    });
    await write(id, '\n');
    await outcome(server, id);
    expect(await read(id, { afterSeq: 2 })).toMatchObject({
      chunks: [],
      nextSeq: 5,
      exited: true,
      exitCode: 0,
      closed: true,
    });
  });

  test('waits for events and blocks nothing else', async () => {
    const id = await startProcess(server, { argv: ['cat'], pipeStdin: true });
    const poll = read(id, { waitMs: 2 ** 63 });
    expect(await server.request('environment/status')).toEqual({ status: 'ready' });
    expect(await write(id, 'news')).toEqual({ status: 'accepted' });
    expect(await poll).toMatchObject({ chunks: [{ chunk: base64('news') }] });
    expect(await read(id, { afterSeq: 1, waitMs: 1 })).toMatchObject({ chunks: [], nextSeq: 2 });
    const end = read(id, { afterSeq: 1, waitMs: 10_000 });
    expect(await server.request('process/terminate', { processId: id })).toEqual({ running: true });
    expect(await end).toMatchObject({ exited: true, exitCode: 137 });
  });

  test('waits past an exit that the reader knows, until the process closes', async () => {
    const id = await startProcess(server, { argv: ['bash', '-c', 'sleep 1000 & exit 2'] });
    const { exitCode, nextSeq, closed } = await read(id, { waitMs: 10_000 });
    expect({ exitCode, nextSeq, closed }).toEqual({ exitCode: 2, nextSeq: 2, closed: false });
    const late = read(id, { afterSeq: 1, waitMs: 10_000 });
    expect(await write(id, 'go')).toEqual({ status: 'stdinClosed' });
    await server.request('process/terminate', { processId: id });
    expect(await late).toMatchObject({ exitCode: 2, nextSeq: 3, closed: true });
  });

  test('returns late output between exited and closed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'late-'));
    const fifo = join(directory, 'go');
    execFileSync('mkfifo', [fifo]);
    const script = '(read -r < "$0"; echo late) & exit 2';
    const id = await startProcess(server, { argv: ['bash', '-c', script, fifo] });
    await server.waitForEvent(
      ({ method, params }) => method === 'process/exited' && params.processId === id,
    );
    await writeFile(fifo, '\n');
    expect(await outcome(server, id)).toMatchObject({
      stdout: 'late\n',
      exitCode: 2,
      seqs: [1, 2, 3],
    });
    const order = server.events
      .filter(({ params }) => params.processId === id)
      .map((e) => e.method);
    expect(order).toEqual(['process/exited', 'process/output', 'process/closed']);
    await rm(directory, { recursive: true });
  });

  test('fails for an unknown process', async () => {
    await expect(read('unknown')).rejects.toMatchObject({
      code: -32_600,
      message: 'unknown process id unknown',
    });
  });
});

describe('process/write', () => {
  test('writes once per writeId', async () => {
    const id = await startProcess(server, { argv: ['cat'], pipeStdin: true });
    const accepted = { status: 'accepted' };
    expect(await write(id, 'a', 'same')).toEqual(accepted);
    expect(await write(id, 'a', 'same')).toEqual(accepted);
    expect(await write(id, '', 'empty')).toEqual(accepted);
    expect(await write(id, 'b', 'next')).toEqual(accepted);
    await read(id, { afterSeq: 0, waitMs: 10_000 });
    await server.waitForEvent(
      ({ params }) =>
        params.processId === id && Buffer.from(params.chunk ?? '', 'base64').includes('b'),
    );
    await server.request('process/terminate', { processId: id });
    expect((await outcome(server, id)).stdout).toBe('ab');
    expect(await write(id, 'a', 'same')).toEqual(accepted);
    expect(await write(id, 'c', 'new')).toEqual({ status: 'stdinClosed' });
  });

  test('answers stdinClosed without stdin and unknownProcess without a process', async () => {
    const id = await startProcess(server, { argv: ['sleep', '1000'] });
    expect(await write(id, 'a')).toEqual({ status: 'stdinClosed' });
    expect(await write('unknown', 'a')).toEqual({ status: 'unknownProcess' });
    await server.request('process/terminate', { processId: id });
  });

  test('rejects an empty writeId and invalid base64', async () => {
    await expect(write('p', 'a', '')).rejects.toMatchObject({
      code: -32_602,
      message: 'writeId must not be empty',
    });
    const params = { processId: 'p', chunk: 'a!', writeId: '1' };
    await expect(server.request('process/write', params)).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('`chunk`'),
    });
  });

  test('keeps the order of 500 writes pipelined with the start', async () => {
    const processId = 'burst';
    const started = startProcess(server, { processId, argv: ['cat'], pipeStdin: true });
    const numbers = Array.from({ length: 500 }, (_, i) => `${i}\n`);
    const statuses = Promise.all(numbers.map((line) => write(processId, line)));
    expect(await started).toBe(processId);
    expect(new Set((await statuses).map((s) => (s as { status: string }).status))).toEqual(
      new Set(['accepted']),
    );
    let text = '';
    for (let afterSeq = 0; text.length < numbers.join('').length; ) {
      const page = await read(processId, { afterSeq, waitMs: 10_000 });
      text += page.chunks.map(({ chunk }) => Buffer.from(chunk, 'base64').toString()).join('');
      afterSeq = page.nextSeq - 1;
    }
    expect(text).toBe(numbers.join(''));
    await server.request('process/terminate', { processId });
  });

  test('fails beyond --max-pending-input when the process does not read, and blocks nothing else', async () => {
    const id = await startProcess(server, { argv: ['sleep', '1000'], pipeStdin: true });
    const chunk = 'x'.repeat(256 * 1024);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => write(id, chunk)));
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(4);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused[0]?.reason).toMatchObject({
      code: -32_603,
      message: expect.stringContaining('failed to write to process stdin'),
    });
    // What comes behind a refused write must not overtake it.
    expect(results.slice(-refused.length)).toEqual(refused);
    expect(await server.request('process/terminate', { processId: id })).toEqual({ running: true });
    await outcome(server, id);
  });
});
