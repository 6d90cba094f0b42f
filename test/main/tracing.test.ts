import { expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import { connect } from '../../src/client/index.js';
import { startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { RecordingTracing } from '../fakes/recording-tracing.js';

const boom = (): never => {
  throw new Error('no more spans');
};

test.each(['option', 'module'])('tracing of an embedder is told what happens: %s', async (way) => {
  const tracing = new RecordingTracing();
  const module = new ContainerModule(({ rebind }) => {
    rebind(PORTS.tracing).toConstantValue(tracing);
  });
  const server = await startExecServer(way === 'option' ? { tracing } : { modules: [module] });
  const client = await connect(server.url);
  await client.run('sh', ['-c', 'exit 3'], { reject: false });
  await client.detach();
  await server.close();
  const [start] = tracing.requests.filter(({ method }) => method === 'process/start');
  expect(start).toMatchObject({ parent: undefined, errorCode: null });
  expect(start?.processes).toEqual([{ exit: [3, undefined, 'nonzero_exit'], isClosed: true }]);
  expect(tracing.isDisposed).toBe(true);
});

test('tracing of an embedder may throw wherever it is called, and processes run all the same', async () => {
  const process = { exited: boom, closed: boom };
  const [request, broken] = [
    { startProcess: () => process, end: boom },
    { startProcess: boom, end: boom },
  ];
  const spans = [boom, () => request, () => broken];
  const tracing = {
    isRecording: true,
    startRequest: () => (spans.shift() ?? boom)(),
    dispose: async () => boom(),
  };
  const logger = new RecordingLogger();
  const server = await startExecServer({ tracing, logger });
  const client = await connect(server.url);
  for (const _ of [request, broken]) {
    await client.run('true');
  }
  await client.detach();
  await server.close();
  const faults = logger.lines
    .filter(({ message }) => message === 'custom adapter failed')
    .map(({ fields }) => fields?.method);
  expect(faults).toEqual(
    expect.arrayContaining(['startRequest', 'startProcess', 'end', 'exited', 'closed']),
  );
  expect(logger.lines.map(({ message }) => message)).toContain('adapter disposal failed');
});
