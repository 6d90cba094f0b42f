import { beforeAll, describe, expect, test } from '@jest/globals';
import type { DisconnectMode } from '../../../src/testing/disconnect-mode.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';
import { sharedDaemon } from '../../support/shared-daemon.js';

/** With the limits as they are by default; each test has clients of its own. */
let daemon: ExecServerHarness;
beforeAll(async () => {
  daemon = await sharedDaemon();
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('A session', () => {
  test.each<DisconnectMode>(['close', 'terminate', 'reset'])(
    'keeps its processes and event numbers when the connection ends by %s',
    async (mode) => {
      await using server = await daemon.testClient();
      const { sessionId } = server;
      const id = await startProcess(server, { argv: ['cat'], pipeStdin: true });
      await server.request('process/write', { processId: id, chunk: base64('a'), writeId: '1' });
      await server.waitForEvent(({ params }) => params.processId === id && params.seq === 1);
      await server.disconnect(mode);

      const resumed = await server.reconnect({ resume: true });
      expect(resumed.sessionId).toBe(sessionId);
      expect(resumed.environmentInfo.shell.path).toMatch(/^\//);
      // Says what it has; without this, new output waits for --resume-read-timeout.
      await server.request('process/read', { processId: id, afterSeq: 1 });
      await server.request('process/write', { processId: id, chunk: base64('b'), writeId: '2' });
      await server.waitForEvent(({ params }) => params.processId === id && params.seq === 2);
      expect(await server.request('process/terminate', { processId: id })).toEqual({
        running: true,
      });
      expect(await outcome(server, id)).toMatchObject({
        stdout: 'ab',
        exitCode: 137,
        seqs: [1, 2, 3, 4],
      });
    },
  );

  test('gives the resumed client all output written meanwhile', async () => {
    await using server = await daemon.testClient();
    await using watcher = await daemon.testClient();
    const id = await startProcess(server, {
      argv: ['bash', '-c', 'read; for i in {1..2000}; do echo "line $i"; done'],
      pipeStdin: true,
    });
    await server.request('process/write', { processId: id, chunk: base64('go\n'), writeId: '1' });
    await server.disconnect('reset');
    await watcher.request('environment/status');
    await server.reconnect({ resume: true });
    const lines = Array.from({ length: 2000 }, (_, i) => `line ${i + 1}\n`).join('');
    let text = '';
    let afterSeq = 0;
    for (let closed = false; !closed; ) {
      const page: { chunks: { chunk: string }[]; nextSeq: number; closed: boolean } =
        await server.request('process/read', { processId: id, afterSeq, waitMs: 10_000 });
      text += page.chunks.map(({ chunk }) => Buffer.from(chunk, 'base64').toString()).join('');
      afterSeq = page.nextSeq - 1;
      closed = page.closed;
    }
    expect(text).toBe(lines);
  });

  test('is refused while another connection is attached to it', async () => {
    await using server = await daemon.testClient();
    await using other = await daemon.testClient({ initialize: false });
    await expect(other.initialize(server.sessionId)).rejects.toMatchObject({
      code: -32_010,
      message: `session ${server.sessionId} is already attached to another connection`,
    });
    await server.disconnect();
    expect((await other.initialize(server.sessionId)).sessionId).toBe(server.sessionId);
  });

  test('can be resumed at once while the old connection has a long poll', async () => {
    await using server = await daemon.testClient();
    const id = await startProcess(server, { argv: ['sleep', '1000'] });
    const poll = server.request('process/read', { processId: id, waitMs: 2 ** 62 });
    const failed = expect(poll).rejects.toThrow('was not answered');
    await server.disconnect('reset');
    await failed;
    await server.reconnect({ resume: true });
    expect(await server.request('process/terminate', { processId: id })).toEqual({ running: true });
  });

  test('is removed with its processes at its TTL', async () => {
    await using server = await execServer({ mode: 'daemon', args: ['--session-ttl', '200ms'] });
    const watcher = await server.testClient();
    await startProcess(server, { argv: ['bash', '-c', 'sleep 1000 & echo $! $$; wait'] });
    const { params } = await server.waitForEvent(({ method }) => method === 'process/output');
    const pids = Buffer.from(params.chunk, 'base64').toString().trim().split(' ').join(',');
    await server.disconnect();
    const tail = await startProcess(watcher, {
      argv: ['bash', '-c', `for pid in \${0//,/ }; do tail --pid=$pid -f /dev/null; done`, pids],
    });
    expect(await outcome(watcher, tail)).toMatchObject({ exitCode: 0 });
    await expect(server.reconnect({ resume: true })).rejects.toMatchObject({
      code: -32_600,
      message: `unknown session id ${server.sessionId}`,
    });
  });

  test('does not see the processes of another session', async () => {
    await using server = await daemon.testClient();
    await using other = await daemon.testClient();
    const id = await startProcess(server, { argv: ['sleep', '1000'] });
    await expect(other.request('process/read', { processId: id })).rejects.toMatchObject({
      code: -32_600,
      message: `unknown process id ${id}`,
    });
    expect(await other.request('process/terminate', { processId: id })).toEqual({ running: false });
  });
});
