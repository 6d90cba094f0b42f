import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';

const MIB = 1024 ** 2;

let server: ExecServerHarness;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon' });
});

afterAll(async () => {
  await server.shutdown();
});

/** Asks for readiness until `done` settles; returns how often it was answered. */
const askReadiness = async (done: Promise<unknown>): Promise<number> => {
  let isDone = false;
  void done.finally(() => {
    isDone = true;
  });
  let answers = 0;
  while (!isDone) {
    const { status } = await fetch(`${server.url.replace('ws:', 'http:')}/readyz`);
    expect(status).toBe(200);
    answers += 1;
  }
  return answers;
};

const residentBytes = (): number => {
  const status = readFileSync(`/proc/${server.daemon?.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024;
};

describe('exec-server under load', () => {
  test('finishes 200 processes started at once and answers /readyz in between', async () => {
    const all = Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const id = await server.startProcess({ argv: ['echo', `n${i}`] });
        return (await server.outcome(id, { timeoutMs: 25_000 })).stdout;
      }),
    );
    const answers = await askReadiness(all);
    expect(await all).toEqual(Array.from({ length: 200 }, (_, i) => `n${i}\n`));
    expect(answers).toBeGreaterThan(1);
  });

  test('gives 50 concurrent connections their own output', async () => {
    const all = Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const client = await server.client();
        const id = await client.startProcess({ argv: ['seq', '-f', `c${i}-%g`, '500'] });
        const { stdout } = await client.outcome(id, { timeoutMs: 25_000 });
        await client.disconnect();
        return stdout;
      }),
    );
    expect(await askReadiness(all)).toBeGreaterThan(1);
    (await all).forEach((stdout, i) => {
      expect(stdout).toBe(Array.from({ length: 500 }, (_, n) => `c${i}-${n + 1}\n`).join(''));
    });
  });

  test.each([false, true])(
    'pauses the process of a client that does not read, and serves others (tty: %s)',
    async (tty) => {
      const client = await server.client();
      const before = residentBytes();
      const id = await client.startProcess({ argv: ['bash', '-c', 'echo $$; exec yes'], tty });
      const first = await client.waitForEvent(({ params }) => params.processId === id);
      const pid = Number.parseInt(Buffer.from(first.params.chunk, 'base64').toString(), 10);
      client.socket.pause();
      await server.client().then((other) => settled(other, pid));
      expect(residentBytes() - before).toBeLessThan(64 * MIB);

      const other = await server.client();
      const echo = await other.startProcess({ argv: ['echo', 'served'] });
      expect((await other.outcome(echo)).stdout).toBe('served\n');

      client.socket.resume();
      await client.request('process/terminate', { processId: id });
      const { stdout, pty, seqs } = await client.outcome(id);
      expect(seqs).toEqual(seqs.map((_, i) => i + 1));
      const body = (stdout + pty).replaceAll('\r', '').split('\n').slice(1, -1);
      expect(body.every((line) => line === 'y')).toBe(true);
    },
  );

  test('logs no warning for 20 long polls and closed processes of a session', async () => {
    await using own = await execServer({ mode: 'daemon', args: ['--log-level', 'warn'] });
    const processIds = await Promise.all(
      Array.from({ length: 20 }, () => own.startProcess({ argv: ['cat'], pipeStdin: true })),
    );
    const polls = processIds.map((processId) =>
      own.request('process/read', { processId, waitMs: 60_000 }),
    );
    await Promise.all(
      processIds.map((processId) => own.request('process/terminate', { processId })),
    );
    await Promise.all(processIds.map((processId) => own.outcome(processId)));
    await Promise.all(polls);
    expect(own.daemon?.stderr).toBe('');
  });
});

/** Resolves once a process is asleep for good in a write: seen so often enough in a row. */
const settled = async (
  client: {
    startProcess: ExecServerHarness['startProcess'];
    outcome: ExecServerHarness['outcome'];
  },
  pid: number,
): Promise<void> => {
  const script = `n=0; while [ $n -lt 20 ]; do
    a=$(cut -d' ' -f14,15 /proc/${pid}/stat); sleep 0.02; b=$(cut -d' ' -f14,15 /proc/${pid}/stat)
    if grep -q '^State:.S' /proc/${pid}/status && [ "$a" = "$b" ]; then n=$((n+1)); else n=0; fi; done`;
  const id = await client.startProcess({ argv: ['bash', '-c', script] });
  await client.outcome(id, { timeoutMs: 25_000 });
};
