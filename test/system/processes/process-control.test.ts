import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';

let server: ExecServerHarness;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon' });
});

afterAll(async () => {
  await server.shutdown();
});

let writes = 0;
const write = (processId: string, text: string): Promise<unknown> => {
  const chunk = Buffer.from(text).toString('base64');
  return server.request('process/write', { processId, chunk, writeId: `w${writes++}` });
};

const firstOutput = (processId: string) =>
  server.waitForEvent(
    ({ method, params }) => method === 'process/output' && params.processId === processId,
  );

const INTERRUPTIBLE = 'trap "echo caught; exit 3" INT; echo ready; while :; do sleep 0.05; done';
const STUBBORN = 'trap "" INT TERM HUP; echo ready; while :; do sleep 0.05; done';

describe('A terminal', () => {
  test('echoes, translates line ends and takes control characters', async () => {
    const id = await startProcess(server, { argv: ['cat'], tty: true });
    expect(await write(id, 'hi\n\x04')).toEqual({ status: 'accepted' });
    expect(await outcome(server, id)).toMatchObject({ pty: 'hi\r\nhi\r\n', exitCode: 0 });
  });

  test('interrupts its process at Ctrl-C, with exit code 130', async () => {
    const id = await startProcess(server, { argv: ['sleep', '1000'], tty: true });
    await write(id, '\x03');
    expect((await outcome(server, id)).exitCode).toBe(130);
  });
});

describe.each([false, true])('process/signal and process/terminate (tty: %s)', (tty) => {
  const interrupt = (processId: string): Promise<unknown> =>
    server.request('process/signal', { processId, signal: 'interrupt' });
  const terminate = (processId: string): Promise<unknown> =>
    server.request('process/terminate', { processId });

  test('interrupt reaches the process group', async () => {
    const id = await startProcess(server, { argv: ['bash', '-c', INTERRUPTIBLE], tty });
    await firstOutput(id);
    expect(await interrupt(id)).toEqual({});
    const { stdout, pty, exitCode } = await outcome(server, id);
    expect(stdout + pty).toContain('caught');
    expect(exitCode).toBe(3);
    expect(await interrupt(id)).toEqual({});
  });

  test('terminate kills a process that ignores other signals', async () => {
    const id = await startProcess(server, { argv: ['bash', '-c', STUBBORN], tty });
    await firstOutput(id);
    expect(await terminate(id)).toEqual({ running: true });
    expect((await outcome(server, id)).exitCode).toBe(137);
    expect(await terminate(id)).toEqual({ running: false });
  });

  test('terminate closes the process although a descendant has left its group', async () => {
    const script = 'setsid sleep 1000 & echo $!; wait';
    const id = await startProcess(server, { argv: ['bash', '-c', script], tty });
    const { params } = await firstOutput(id);
    expect(await terminate(id)).toEqual({ running: true });
    expect((await outcome(server, id)).exitCode).toBe(137);
    const pid = Number.parseInt(Buffer.from(params.chunk, 'base64').toString(), 10);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The runner has reached it after all.
    }
  });
});

test('process/signal rejects other names and ignores an unknown process', async () => {
  const params = { processId: 'unknown', signal: 'kill' };
  await expect(server.request('process/signal', params)).rejects.toMatchObject({
    code: -32_602,
    message: expect.stringContaining('`interrupt`'),
  });
  expect(await server.request('process/signal', { ...params, signal: 'interrupt' })).toEqual({});
  expect(await server.request('process/terminate', params)).toEqual({ running: false });
});

test('process/terminate after the exit kills the descendants in the process group', async () => {
  const id = await startProcess(server, { argv: ['bash', '-c', 'sleep 1000 & echo $!; exit 0'] });
  const { params } = await firstOutput(id);
  await server.waitForEvent(
    (event) => event.method === 'process/exited' && event.params.processId === id,
  );
  expect(await server.request('process/read', { processId: id })).toMatchObject({
    exited: true,
    closed: false,
  });
  expect(await server.request('process/terminate', { processId: id })).toEqual({ running: false });
  await outcome(server, id);
  const pid = Buffer.from(params.chunk, 'base64').toString().trim();
  const gone = await startProcess(server, { argv: ['tail', `--pid=${pid}`, '-f', '/dev/null'] });
  expect((await outcome(server, gone)).exitCode).toBe(0);
});
