import { describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../../src/testing/index.js';
import { isRunning } from '../../adapters/processes/proc-inspection.js';

const start = async (...args: string[]): Promise<ExecServerHarness> => {
  const server = await execServer({ mode: 'daemon', args });
  const client = await server.client();
  const process = client.run('sleep', ['1000']);
  process.catch(() => undefined);
  await process.started;
  return server;
};

describe('The shutdown of the harness', () => {
  test.each<[string, readonly string[], (server: ExecServerHarness) => void]>([
    ['would drain', ['--drain-timeout', '1h'], () => undefined],
    ['drains already', ['--drain-timeout', '1h'], ({ daemon }) => daemon?.kill('SIGTERM')],
    ['is stopped', [], ({ daemon }) => daemon?.kill('SIGSTOP')],
    ['has ended', [], ({ daemon }) => daemon?.kill('SIGKILL')],
  ])('ends a daemon that %s', async (_, args, before) => {
    const server = await start(...args);
    before(server);
    await server.shutdown();
    expect(isRunning(server.daemon?.pid ?? 0)).toBe(false);
    await server.shutdown();
  });
});
