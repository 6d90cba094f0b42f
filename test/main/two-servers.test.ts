import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import type { ProcessObserver, ProcessSpec } from '../../src/application/ports/process-runner.js';
import { startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { execServer } from '../../src/testing/harness.js';
import { TestClient } from '../../src/testing/test-client.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { KnownCredentials } from '../support/known-credentials.js';

const connect = async (url: string): Promise<TestClient> => {
  const client = await new TestClient(url).connect();
  await client.initialize();
  return client;
};

/** A runner of an embedder whose processes print `text`. */
const printing = (text: string): ContainerModule =>
  new ContainerModule(({ rebind }) => {
    rebind(PORTS.processRunner).toConstantValue({
      start: async (_: ProcessSpec, observer: ProcessObserver) => {
        setImmediate(() => {
          observer.onOutput('stdout', Buffer.from(text));
          observer.onExit(0);
          observer.onClose();
          observer.onGone();
        });
        const ignore = (): void => undefined;
        return {
          write: () => 'stdinClosed',
          closeInput: ignore,
          resize: ignore,
          signal: ignore,
          kill: ignore,
          pauseOutput: ignore,
          resumeOutput: ignore,
        };
      },
      dispose: async () => undefined,
    });
  });

describe('Two servers in one process', () => {
  test('know nothing of the sessions of the other', async () => {
    await using one = await startExecServer();
    await using two = await startExecServer();
    const client = await connect(one.url);
    const { sessionId } = client;
    await client.disconnect();
    const elsewhere = await new TestClient(two.url).connect();
    await expect(elsewhere.initialize(sessionId)).rejects.toThrow('unknown session');
    const back = await new TestClient(one.url).connect();
    expect((await back.initialize(sessionId)).sessionId).toBe(sessionId);
  });

  test('keep their own limits and count for themselves', async () => {
    await using one = await startExecServer({ limits: { maxSessions: 1, maxResumeFailures: 1 } });
    await using two = await startExecServer();
    await connect(one.url);
    await expect(connect(one.url)).rejects.toThrow('session');
    await connect(two.url);
    await connect(two.url);
  });

  test('keep their own access rules and count wrong credentials for themselves', async () => {
    const limits = { maxAuthFailures: 1 };
    await using one = await startExecServer({ authentication: new KnownCredentials('a'), limits });
    await using two = await startExecServer({ authentication: new KnownCredentials('b'), limits });
    const dial = (url: string, authorization: string): Promise<TestClient> =>
      new TestClient(url).connect({ authorization });
    await dial(one.url, 'a');
    await expect(dial(one.url, 'b')).rejects.toThrow('401');
    await expect(dial(one.url, 'a')).rejects.toThrow('429');
    await dial(two.url, 'b');
  });

  test('use the adapters that each was given', async () => {
    await using one = await execServer({ modules: [printing('one')] });
    await using two = await execServer({ modules: [printing('two')] });
    await using three = await execServer();
    const run = async (server: typeof one) =>
      (await server.outcome(await server.startProcess({ argv: ['echo', 'three'] }))).stdout;
    expect(await Promise.all([run(one), run(two), run(three)])).toEqual(['one', 'two', 'three\n']);
  });

  test('log to their own logger alone', async () => {
    const loggers = [new RecordingLogger(), new RecordingLogger()] as const;
    await using one = await startExecServer({ logger: loggers[0] });
    await using two = await startExecServer({ logger: loggers[1] });
    await connect(one.url);
    const opened = (logger: RecordingLogger): number =>
      logger.lines.filter(({ message }) => message === 'session opened').length;
    expect(loggers.map(opened)).toEqual([1, 0]);
    await connect(two.url);
    expect(loggers.map(opened)).toEqual([1, 1]);
  });

  test('end their own clients and processes alone', async () => {
    await using one = await execServer();
    await using two = await execServer();
    const cat = await two.startProcess({ argv: ['cat'], pipeStdin: true });
    const flood = { argv: ['sh', '-c', 'yes one & sleep 1000'] };
    await one.startProcess(flood);
    await one.waitForEvent(({ method }) => method === 'process/output');
    await one.shutdown();
    const chunk = Buffer.from('still here\n').toString('base64');
    await two.request('process/write', { processId: cat, chunk, writeId: '1' });
    await two.waitForEvent(({ method }) => method === 'process/output');
    await two.request('process/terminate', { processId: cat });
    expect((await two.outcome(cat)).stdout).toBe('still here\n');
  });

  test('mix up none of the output that both send at once', async () => {
    await using one = await execServer();
    await using two = await execServer();
    const lines = async (server: typeof one, word: string) => {
      const argv = ['sh', '-c', `yes ${word} | head -n 500000`];
      const { stdout } = await server.outcome(await server.startProcess({ argv }));
      return [stdout.length, new Set(stdout.split('\n'))];
    };
    expect(await Promise.all([lines(one, 'one'), lines(two, 'two')])).toEqual([
      [2_000_000, new Set(['one', ''])],
      [2_000_000, new Set(['two', ''])],
    ]);
  });
});
