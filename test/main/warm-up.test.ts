import { describe, expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import { NoAuthentication } from '../../src/adapters/authentication/no-authentication.js';
import { DEFAULT_LIMITS } from '../../src/application/limits/limits.js';
import type { ProcessRunner } from '../../src/application/ports/process-runner.js';
import { SpawnFailed } from '../../src/domain/errors.js';
import { compose } from '../../src/main/container.js';
import { RunningServer } from '../../src/main/running-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { ownAdapter } from '../../src/main/untrusted-adapters/own-adapters.js';
import { warmUp } from '../../src/main/warm-up.js';
import { linkedTransports } from '../../src/testing/linked-transports.js';
import { FakeProcessRunner } from '../fakes/fake-process-runner.js';
import { UseCaseHarness } from '../support/use-case-harness.js';

/** Its processes print a line and end at once. */
class EndingRunner extends FakeProcessRunner {
  override async start(...given: Parameters<FakeProcessRunner['start']>) {
    const process = await super.start(...given);
    setImmediate(() => {
      process.output('\n');
      process.end();
      process.gone();
    });
    return process;
  }
}

describe('Warm-up', () => {
  test('runs echo twice, of which no log, audit log, metric, trace or session tells', async () => {
    const runner = new EndingRunner();
    const used: (string | symbol)[] = [];
    const noted: never = new Proxy({}, { get: (_, name) => used.push(name) }) as never;
    const { ports } = new UseCaseHarness({}, 'pause', { processRunner: runner });
    const all = { logger: noted, auditLog: noted, metrics: noted, tracing: noted };
    await warmUp({ ...ports, ...all, sessionStore: noted }, DEFAULT_LIMITS);
    expect(runner.asked.map(({ argv }) => argv)).toEqual([['echo'], ['echo']]);
    expect(used).toEqual([]);
  });

  test('is over when the start fails', async () => {
    const harness = new UseCaseHarness();
    harness.runner.failNext(new SpawnFailed('no echo here'));
    await expect(warmUp(harness.ports, DEFAULT_LIMITS)).resolves.toBeUndefined();
  });
});

describe('RunningServer prepare', () => {
  /** A server whose processes `runner` starts. */
  const serverOver = async (runner: ProcessRunner): Promise<RunningServer> => {
    const modules = [
      new ContainerModule(({ rebind }) => {
        rebind(PORTS.processRunner).toConstantValue(runner);
      }),
    ];
    const composition = await compose({ modules }, ownAdapter(new NoAuthentication()));
    return new RunningServer({ modules }, composition);
  };

  test('warms up where the process runner is its own', async () => {
    const runner = ownAdapter(new EndingRunner());
    await using server = await serverOver(runner);
    await server.prepare();
    expect(runner.asked).toHaveLength(2);
  });

  test("starts nothing with an embedder's process runner", async () => {
    const runner = new EndingRunner();
    await using server = await serverOver(runner);
    await server.prepare();
    expect(runner.asked).toEqual([]);
  });

  test('starts nothing once a client has come', async () => {
    const runner = ownAdapter(new EndingRunner());
    await using server = await serverOver(runner);
    const [transport, client] = linkedTransports();
    server.serve(transport);
    const initialized = new Promise((resolve) => client.onMessage(resolve));
    client.send(JSON.stringify({ id: 1, method: 'initialize', params: { clientName: 'early' } }));
    await initialized;
    await server.prepare();
    expect(runner.asked).toEqual([]);
  });

  test('does nothing after close', async () => {
    const runner = ownAdapter(new EndingRunner());
    const server = await serverOver(runner);
    await server.close();
    await server.prepare();
    expect(runner.asked).toEqual([]);
  });
});
