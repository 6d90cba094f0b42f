import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import type { ProcessObserver, ProcessRunner } from '../../src/application/ports/process-runner.js';
import { connect } from '../../src/client/index.js';
import type { ProcessControl } from '../../src/domain/processes/process-control.js';
import { startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { FaultProxy } from '../../src/testing/faults/fault-proxy.js';
import { execServer } from '../../src/testing/harness.js';
import { RecordingLogger } from '../fakes/recording-logger.js';

const MIB = 1024 ** 2;
const CHUNKS = 5;

/** What the port asks of every runner, and nothing that is optional. */
const control: ProcessControl = {
  write: () => 'stdinClosed',
  closeInput: () => undefined,
  resize: () => undefined,
  signal: () => undefined,
  kill: () => undefined,
  pauseOutput: () => undefined,
  resumeOutput: () => undefined,
};

const runner: ProcessRunner = {
  start: async (_spec, observer: ProcessObserver) => {
    setImmediate(() => {
      for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
        observer.onOutput('stdout', Buffer.alloc(MIB, 'x'));
      }
      observer.onExit(0);
      observer.onClose();
    });
    return control;
  },
  dispose: async () => undefined,
};

test('a custom process runner serves output beyond the retention and over an outage', async () => {
  const logger = new RecordingLogger();
  await using server = await execServer({
    logger,
    modules: [
      new ContainerModule(({ rebind }) => {
        rebind(PORTS.processRunner).toConstantValue(runner);
      }),
    ],
  });
  await using proxy = await FaultProxy.open(server.url);
  await using client = await connect(proxy.url);
  for (const _ of ['first', 'second']) {
    expect((await client.run('print')).stdout.length).toBe(CHUNKS * MIB);
    proxy.cutAll('reset');
    await once(client, 'recovered');
  }
  expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a release that throws is logged and costs no output', async () => {
  const logger = new RecordingLogger();
  await using server = await execServer({
    logger,
    modules: [
      new ContainerModule(({ rebind }) => {
        rebind(PORTS.processRunner).toConstantValue({
          ...runner,
          start: async (_spec, observer) => {
            setImmediate(() => {
              for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
                observer.onOutput('stdout', Buffer.alloc(MIB, 'x'), () => {
                  throw new Error('no such block');
                });
              }
              observer.onExit(0);
              observer.onClose();
            });
            return control;
          },
        });
      }),
    ],
  });
  const client = await server.client();
  const { stdout } = await client.run('print');
  // Asking for output behind what has arrived makes the log drop the rest.
  await client.run('print');

  expect(stdout.length).toBe(CHUNKS * MIB);
  expect(JSON.stringify(logger.lines)).toContain('no such block');
});

test('a process runner is prepared when the embedder asks for it, and may do without', async () => {
  const logger = new RecordingLogger();
  let prepared = 0;
  const preparing = async (prepare?: () => Promise<void>) => {
    const module = new ContainerModule(({ rebind }) => {
      rebind(PORTS.processRunner).toConstantValue({ ...runner, ...(prepare && { prepare }) });
    });
    await using server = await startExecServer({ logger, modules: [module] });
    await server.prepare();
  };

  await preparing();
  await preparing(async () => {
    prepared += 1;
  });
  await preparing(() => Promise.reject(new Error('no more disks')));
  expect(prepared).toBe(1);
  expect(JSON.stringify(logger.lines)).toContain('no more disks');
});
