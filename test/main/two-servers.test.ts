import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import type { ProcessObserver, ProcessSpec } from '../../src/application/ports/process-runner.js';
import { type Client, connect } from '../../src/client/index.js';
import { startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { execServer } from '../../src/testing/harness.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { KnownCredentials } from '../support/known-credentials.js';
import { firstOutput } from '../support/processes/first-output.js';

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
    await client.detach();
    await expect(connect(two.url, { sessionId })).rejects.toMatchObject({
      reason: 'session-unknown',
    });
    await using resumed = await connect(one.url, { sessionId });
    expect(resumed.sessionId).toBe(sessionId);
  });

  test('keep their own limits and count for themselves', async () => {
    await using one = await startExecServer({ limits: { maxSessions: 1, maxResumeFailures: 1 } });
    await using two = await startExecServer();
    await using _first = await connect(one.url);
    await expect(connect(one.url)).rejects.toThrow('session');
    await using _second = await connect(two.url);
    await using _third = await connect(two.url);
  });

  test('keep their own access rules and count wrong credentials for themselves', async () => {
    const limits = { maxAuthFailures: 1 };
    await using one = await startExecServer({ authentication: new KnownCredentials('a'), limits });
    await using two = await startExecServer({ authentication: new KnownCredentials('b'), limits });
    const dial = (url: string, authorization: string): Promise<Client> =>
      connect(url, { headers: { authorization } });
    await using _first = await dial(one.url, 'a');
    await expect(dial(one.url, 'b')).rejects.toThrow('401');
    await expect(dial(one.url, 'a')).rejects.toThrow('429');
    await using _second = await dial(two.url, 'b');
  });

  test('use the adapters that each was given', async () => {
    await using one = await execServer({ modules: [printing('one')] });
    await using two = await execServer({ modules: [printing('two')] });
    await using three = await execServer();
    const run = async (server: typeof one) =>
      (await (await server.client()).run('echo', ['three'])).stdout;
    expect(await Promise.all([run(one), run(two), run(three)])).toEqual(['one', 'two', 'three']);
  });

  test('log to their own logger alone', async () => {
    const loggers = [new RecordingLogger(), new RecordingLogger()] as const;
    await using one = await startExecServer({ logger: loggers[0] });
    await using two = await startExecServer({ logger: loggers[1] });
    await using _first = await connect(one.url);
    const opened = (logger: RecordingLogger): number =>
      logger.lines.filter(({ message }) => message === 'session opened').length;
    expect(loggers.map(opened)).toEqual([1, 0]);
    await using _second = await connect(two.url);
    expect(loggers.map(opened)).toEqual([1, 1]);
  });

  test('end their own clients and processes alone', async () => {
    await using one = await execServer();
    await using two = await execServer();
    const cat = (await two.client()).run('cat', [], { stdin: 'pipe' });
    await cat.started;
    const args = ['-c', 'yes one & sleep 1000'];
    await firstOutput((await one.client()).run('sh', args, { buffer: false, reject: false }));
    await one.shutdown();
    cat.stdin?.end('still here');
    expect((await cat).stdout).toBe('still here');
  });

  test('mix up none of the output that both send at once', async () => {
    await using one = await execServer();
    await using two = await execServer();
    const lines = async (server: typeof one, word: string) => {
      const client = await server.client();
      const { stdout } = await client.run('sh', ['-c', `yes ${word} | head -n 500000`]);
      return [stdout.length, new Set(stdout.split('\n'))];
    };
    expect(await Promise.all([lines(one, 'one'), lines(two, 'two')])).toEqual([
      [1_999_999, new Set(['one'])],
      [1_999_999, new Set(['two'])],
    ]);
  });
});
