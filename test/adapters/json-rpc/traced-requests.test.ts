import { expect, test } from '@jest/globals';
import type { WriteInput } from '../../../src/application/use-cases/processes/write-input.js';
import { PARENT, TRACE_ID } from '../../contracts/telemetry/tracing-contract.js';
import { tracingInMemory } from '../../support/kept-spans.js';
import { settled } from '../../support/settled.js';
import { INITIALIZE, INITIALIZED } from './converse.js';
import { scripted } from './scripted.js';
import { ScriptedTransport } from './scripted-transport.js';
import { testServer } from './test-server.js';

const KIB = 1024;
const TRACE = { trace: { ...PARENT, unknown: 1 } };

const request = (id: number, method: string, params: object, trace: object = {}): string =>
  JSON.stringify({ id, method, params, ...trace });

const start = (processId: string, trace: object = {}): string =>
  request(
    1,
    'process/start',
    { processId, argv: ['s3cr3t'], cwd: 'file:///s3cr3t', env: { KEY: 's3cr3t' }, tty: false },
    trace,
  );

/** A connection that is initialized, over the whole application, and its spans since. */
const traced = () => {
  const { tracing, spans } = tracingInMemory();
  const { jsonRpc, harness } = testServer({
    limits: { maxBytesInFlight: 250 * KIB },
    ports: { tracing },
    useCases: { writeInput: scripted<WriteInput>(() => new Promise(() => undefined)) },
  });
  const transport = new ScriptedTransport();
  jsonRpc.serve(transport);
  transport.receive(INITIALIZE);
  transport.receive(INITIALIZED);
  return { transport, harness, spans: () => spans().filter(({ name }) => name !== 'initialize') };
};

test('each request of a connection has one span, which continues the span in its message', async () => {
  const { transport, spans } = traced();
  transport.receive(request(1, 'environment/status', {}, TRACE));
  transport.receive(request(2, 'environment/status', {}));
  transport.receive(request(3, 'environment/status', {}, { trace: null }));
  await settled();
  const [first, second, third, ...others] = spans().map((span) => span.spanContext().traceId);
  expect(others).toEqual([]);
  expect(first).toBe(TRACE_ID);
  expect(new Set([first, second, third]).size).toBe(3);
});

test('a reply with an error is a span with its code: refused ones and unknown methods', async () => {
  const { transport, spans } = traced();
  transport.receive(request(1, 'no/such', {}));
  transport.receive(request(2, 'process/read', {}));
  transport.receive(request(3, 'process/terminate', { processId: 'none' }));
  await settled();
  expect(spans().map(({ name, attributes }) => [name, attributes['rpc.status_code']])).toEqual([
    ['jsonrpc', '-32601'],
    ['process/read', '-32602'],
    ['process/terminate', undefined],
  ]);
});

test('a request that is rejected for want of room has a span too', () => {
  const { transport, harness, spans } = traced();
  for (let id = 1; id <= 4; id += 1) {
    const params = { processId: 'p', chunk: 'A'.repeat(100 * KIB), writeId: `w${id}` };
    transport.receive(request(id, 'process/write', params));
  }
  harness.clock.advance(1000);
  expect(spans().map(({ attributes }) => attributes['error.type'])).toEqual(['-32603']);
});

test('a process is a child of the request that started it, from its start until its output is closed', async () => {
  const { transport, harness, spans } = traced();
  transport.receive(start('p', TRACE));
  await settled();
  const [requested] = spans();
  harness.runner.latest.exit(3, 'SIGTERM');
  expect(spans()).toHaveLength(1);
  harness.runner.latest.close();
  const process = spans()[1];
  expect(process?.name).toBe('process');
  expect(process?.parentSpanContext?.spanId).toBe(requested?.spanContext().spanId);
  expect(process?.spanContext().traceId).toBe(TRACE_ID);
  expect(process?.attributes).toEqual({
    'process.exit.code': 3,
    'exec_server.process.result': 'nonzero_exit',
    'error.type': 'SIGTERM',
  });
  expect(process?.events.map(({ name }) => name)).toEqual(['exited']);
});

test('no span has anything of a command, its environment, its session or its client', async () => {
  const { transport, harness, spans } = traced();
  transport.receive(start('s3cr3t-process', TRACE));
  transport.receive(start('s3cr3t-process'));
  await settled();
  harness.runner.latest.exit(0);
  harness.runner.latest.close();
  const text = JSON.stringify(
    spans().map(({ name, attributes, events, links, status }) => [
      name,
      attributes,
      events,
      links,
      status,
    ]),
  );
  expect(spans()).toHaveLength(3);
  expect(text).not.toMatch(/s3cr3t|00000000-0000/);
});
