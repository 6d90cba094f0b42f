import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { firstChunk, outcome, startProcess } from '../../support/processes/raw-process.js';

const MIB = 1024 ** 2;

let server: ExecServerHarness;
let client: Client;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon' });
  client = await server.client();
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
        return (await client.run('echo', [`n${i}`])).stdout;
      }),
    );
    const answers = await askReadiness(all);
    expect(await all).toEqual(Array.from({ length: 200 }, (_, i) => `n${i}`));
    expect(answers).toBeGreaterThan(1);
  });

  test('gives 50 concurrent connections their own output', async () => {
    const all = Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await using own = await server.client();
        return (await own.run('seq', ['-f', `c${i}-%g`, '500'], { lines: true })).stdout;
      }),
    );
    expect(await askReadiness(all)).toBeGreaterThan(1);
    (await all).forEach((stdout, i) => {
      expect(stdout).toEqual(Array.from({ length: 500 }, (_, n) => `c${i}-${n + 1}`));
    });
  });

  test.each([false, true])(
    'pauses the process of a client that does not read, and serves others (tty: %s)',
    async (tty) => {
      const raw = await server.testClient();
      const before = residentBytes();
      const id = await startProcess(raw, { argv: ['bash', '-c', 'echo $$; exec yes'], tty });
      const pid = Number.parseInt(await firstChunk(raw, id), 10);
      raw.socket.pause();
      await settled(pid);
      expect(residentBytes() - before).toBeLessThan(64 * MIB);
      expect((await client.run('echo', ['served'])).stdout).toBe('served');

      raw.socket.resume();
      await raw.request('process/terminate', { processId: id });
      const { stdout, pty, seqs } = await outcome(raw, id);
      expect(seqs).toEqual(seqs.map((_, i) => i + 1));
      const body = (stdout + pty).replaceAll('\r', '').split('\n').slice(1, -1);
      expect(body.every((line) => line === 'y')).toBe(true);
    },
  );

  test('logs no warning for 20 long polls and closed processes of a session', async () => {
    await using own = await execServer({ mode: 'daemon', args: ['--log-level', 'warn'] });
    const ownClient = await own.client();
    const cats = Array.from({ length: 20 }, () =>
      ownClient.run('cat', [], { stdin: 'pipe', reject: false }),
    );
    await Promise.all(cats.map(({ started }) => started));
    const polls = cats.map(({ id: processId }) =>
      ownClient.request('process/read', { processId, waitMs: 60_000 }),
    );
    await Promise.all(cats.map((cat) => cat.kill('SIGKILL')));
    await Promise.all([...cats, ...polls]);
    expect(own.daemon?.stderr).toBe('');
  });
});

/** Resolves once a process is asleep for good in a write: seen so often enough in a row. */
const settled = async (pid: number): Promise<void> => {
  let last = '';
  for (let times = 0; times < 20; await delay(20)) {
    const [, state, ticks] =
      /\) (\w)(?: \S+){10} (\d+ \d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    times = state === 'S' && ticks === last ? times + 1 : 0;
    last = ticks ?? '';
  }
};
