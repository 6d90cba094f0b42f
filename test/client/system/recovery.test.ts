import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { beforeAll, describe, expect } from '@jest/globals';
import fc from 'fast-check';
import { type Client, connect, observe } from '../../../src/client/index.js';
import { FAULT_KINDS } from '../../../src/testing/faults/fault.js';
import { FaultConductor } from '../../../src/testing/faults/fault-conductor.js';
import { FaultProxy } from '../../../src/testing/faults/fault-proxy.js';
import { faultSchedule } from '../../../src/testing/faults/fault-schedule.js';
import { testedServerUrl, testServer } from './tested-server.js';

let url: string;

beforeAll(async () => {
  url = await testedServerUrl();
});

const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A client behind a proxy, both of which end with the test. */
const behindProxy = async () => {
  const proxy = await FaultProxy.open(url);
  const client = await connect(proxy.url);
  return {
    proxy,
    client,
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await proxy.close();
    },
  };
};

/** No connection through the proxy carries more bytes than these. */
const breakEach = (proxy: FaultProxy, bytes: number): void =>
  proxy.afterBytes(bytes, () => {
    proxy.cutAll('reset');
    breakEach(proxy, bytes);
  });

/** Resolves with the exit code that another client sees. */
const endOf = async (client: Client, processId: string): Promise<number | undefined> =>
  (await client.process(processId, { reject: false })).exitCode;

describe('Client', () => {
  testServer(
    'runs commands whose output and input survive any faults of the connection',
    async () => {
      const runs = fc.asyncProperty(
        fc.record({ seed: fc.noShrink(fc.nat()), faults: fc.integer({ min: 1, max: 12 }) }),
        async ({ seed, faults }) => {
          await using behind = await behindProxy();
          const { client, proxy } = behind;
          const conductor = new FaultConductor(proxy);
          const kinds = [...FAULT_KINDS, 'reset', 'fin'] as const;
          const shape = { faults, kinds, maxBytesBetween: 3e6, maxMsBetween: 60, maxFaultMs: 100 };
          conductor.play(faultSchedule(seed, shape));
          const input = Buffer.from(`${seed} line\n`.repeat(30_000));
          const echo = client.run('cat', [], {
            input,
            encoding: 'buffer',
            stripFinalNewline: false,
          });
          const terminal = client.run('sh', ['-c', 'seq 30000; exit 7'], {
            tty: true,
            reject: false,
            lines: true,
          });
          expect(sha256((await echo).stdout)).toBe(sha256(input));
          const { stdout, exitCode } = await terminal;
          expect([stdout.length, stdout.at(-1), exitCode]).toEqual([30_000, '30000\r', 7]);
          conductor.stop();
        },
      );
      await fc.assert(runs, { numRuns: 2 });
    },
  );

  testServer('writes input over a link that breaks each 300 KB', async () => {
    await using behind = await behindProxy();
    const { client, proxy } = behind;
    breakEach(proxy, 300_000);
    const input = randomBytes(1_500_000);
    for (const tty of [false, true]) {
      const script = tty ? 'stty raw -echo; echo ready; head -c 1500000 | sha256sum' : 'sha256sum';
      const process = client.run('sh', ['-c', script], { stdin: 'pipe', tty });
      if (tty) {
        await once(process.stdout, 'data');
      }
      process.stdin?.end(input);
      expect((await process).stdout).toContain(sha256(input));
    }
    expect(proxy.cuts).toBeGreaterThan(10);
  });

  testServer('copies files over a link that breaks each 300 KB', async () => {
    await using behind = await behindProxy();
    const { client, proxy } = behind;
    const directory = await mkdtemp(join(tmpdir(), 'exec-server-files-'));
    const path = join(directory, 'f');
    breakEach(proxy, 300_000);
    const content = randomBytes(3_000_000);
    await pipeline(Readable.from([content]), client.files.createWriteStream(path));
    expect(sha256(await readFile(path))).toBe(sha256(content));

    expect(sha256(await buffer(client.files.createReadStream(path)))).toBe(sha256(content));
    expect(sha256(await client.files.readFile(path))).toBe(sha256(content));
    expect(proxy.cuts).toBeGreaterThan(10);
    await rm(directory, { recursive: true });
  });

  testServer(
    'leaves a process running that another client follows from where it left off',
    async () => {
      const first = await connect(url);
      const process = first.run('sh', ['-c', 'echo one; read line; echo "$line"'], {
        stdin: 'pipe',
        buffer: false,
      });
      await new Promise((resolve) => process.stdout.once('data', resolve));
      const { sessionId } = first;
      await first.detach();
      await using second = await connect(url, { sessionId });
      const followed = second.process(process.id, { afterSeq: process.lastSeq });
      followed.stdin?.write('two\n');
      expect((await followed).stdout).toBe('two');
      expect(await endOf(second, process.id)).toBe(0);
      await second.end();
      await expect(connect(url, { sessionId })).rejects.toMatchObject({
        reason: 'session-unknown',
      });
    },
  );

  testServer(
    'does not take a session from a client that is alive, unless it is told to',
    async () => {
      await using first = await connect(url);
      const { sessionId } = first;
      await expect(connect(url, { sessionId })).rejects.toMatchObject({
        reason: 'attached-elsewhere',
      });
      const lost = once(first, 'lost');
      await using second = await connect(url, { sessionId, takeOver: true });
      expect((await second.run('echo', ['mine'])).stdout).toBe('mine');
      expect(await lost).toMatchObject([{ reason: 'attached-elsewhere' }]);
    },
  );

  testServer('observes a session beside the client that is attached to it', async () => {
    await using client = await connect(url);
    const process = client.run('sh', ['-c', 'echo one; read line; echo "$line"'], {
      stdin: 'pipe',
    });
    await using observer = await observe(url, client.sessionId);
    await process.started;
    const seen = observer.process(process.id, { lines: true });
    process.stdin?.write('two\n');
    expect((await seen).stdout).toEqual(['one', 'two']);
    expect((await process).stdout).toBe('one\ntwo');
    expect((await observer.processes()).map(({ processId }) => processId)).toEqual([process.id]);
  });

  testServer('pauses a process whose reader is slow, while others go on', async () => {
    await using client = await connect(url);
    const slow = client.run('head', ['-c', '20000000', '/dev/zero'], { buffer: false });
    const quick = await client.run('head', ['-c', '12000000', '/dev/zero'], { encoding: 'buffer' });
    expect(quick.stdout.length).toBe(12_000_000);
    const [listed] = await client.processes();
    expect(listed).toMatchObject({ processId: slow.id, exited: false });
    let bytes = 0;
    for await (const chunk of slow.stdout) {
      bytes += chunk.length;
    }
    expect(bytes).toBe(20_000_000);
    await slow;
  });

  testServer('says what a server without extensions cannot do, and does the rest', async () => {
    await using client = await connect(url, { extensions: false });
    expect(client.extensions).toBe(false);
    const process = client.run('sleep', ['60'], { timeoutMs: 50, reject: false });
    for (const refused of [
      client.run('cat', [], { input: 'x' }).then(),
      client.processes(),
      process.kill('SIGTERM'),
      process.resize({ cols: 80, rows: 24 }),
    ]) {
      await expect(refused).rejects.toThrow(/needs the extensions/);
    }
    expect(await process).toMatchObject({ timedOut: true, exitCode: 137 });
  });
});
