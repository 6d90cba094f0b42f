import { expect, test } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { NoTracing } from '../../../src/adapters/tracing/no-tracing.js';
import { PARENT, TRACE_ID, tracingContract } from '../../contracts/telemetry/tracing-contract.js';
import { RecordingTracing } from '../../fakes/recording-tracing.js';
import { tracingInMemory } from '../../support/kept-spans.js';

const withSignal = (exitCode: unknown, signal: unknown): string =>
  typeof signal === 'string' && signal.startsWith('SIG') ? `${exitCode} ${signal}` : `${exitCode}`;

tracingContract('none', () => ({ tracing: new NoTracing() }));

tracingContract('recording', () => {
  const tracing = new RecordingTracing();
  return {
    tracing,
    kept: () =>
      tracing.requests.flatMap(({ method = 'unknown method', parent, errorCode, processes }) => [
        `${method} of ${parent?.traceparent.split('-')[1] ?? 'a new trace'}: ${errorCode ?? 'result'}`,
        ...processes.map(
          ({ exit }) => `process of ${method}: ${withSignal(exit?.[0], exit?.[1])}, ${exit?.[2]}`,
        ),
      ]),
  };
});

tracingContract('OpenTelemetry', () => {
  const { tracing, spans } = tracingInMemory();
  const line = ({ name, parentSpanContext, attributes }: ReadableSpan): string => {
    if (name === 'process') {
      const parent = spans().find(
        (span) => span.spanContext().spanId === parentSpanContext?.spanId,
      );
      const exit = withSignal(attributes['process.exit.code'], attributes['error.type']);
      return `process of ${parent?.name}: ${exit}, ${attributes['exec_server.process.result']}`;
    }
    const method = attributes['rpc.method'] ?? 'unknown method';
    const trace = parentSpanContext?.traceId ?? 'a new trace';
    return `${method} of ${trace}: ${attributes['rpc.status_code'] ?? 'result'}`;
  };
  return { tracing, kept: () => spans().map(line) };
});

test('a span of a request has the attributes of the conventions for JSON-RPC, and no others', () => {
  const { tracing, spans } = tracingInMemory();
  tracing.startRequest('fs/readFile', PARENT).end(undefined);
  tracing.startRequest('fs/readFile', undefined).end(-32_004);
  tracing.startRequest(undefined, undefined).end(-32_601);
  const common = { 'rpc.system.name': 'jsonrpc', 'jsonrpc.protocol.version': '2.0' };
  const shown = spans().map(({ name, kind, attributes, status, events, links }) => ({
    name,
    kind,
    attributes,
    status,
    others: [...events, ...links],
  }));
  expect(shown).toEqual([
    {
      name: 'fs/readFile',
      kind: SpanKind.SERVER,
      attributes: { ...common, 'rpc.method': 'fs/readFile' },
      status: { code: SpanStatusCode.UNSET },
      others: [],
    },
    {
      name: 'fs/readFile',
      kind: SpanKind.SERVER,
      attributes: {
        ...common,
        'rpc.method': 'fs/readFile',
        'rpc.status_code': '-32004',
        'error.type': '-32004',
      },
      status: { code: SpanStatusCode.ERROR },
      others: [],
    },
    {
      name: 'jsonrpc',
      kind: SpanKind.SERVER,
      attributes: { ...common, 'rpc.status_code': '-32601', 'error.type': '-32601' },
      status: { code: SpanStatusCode.ERROR },
      others: [],
    },
  ]);
});

test('a span continues the span of its client, with its state and its decision to sample', () => {
  const { tracing, spans } = tracingInMemory();
  tracing.startRequest('initialize', PARENT).end(undefined);
  const unsampled = { ...PARENT, traceparent: PARENT.traceparent.replace(/01$/, '00') };
  const request = tracing.startRequest('process/start', unsampled);
  request.startProcess().closed();
  request.end(undefined);
  const [span, ...others] = spans();
  expect(others).toEqual([]);
  expect(span?.spanContext().traceId).toBe(TRACE_ID);
  expect(span?.spanContext().traceState?.serialize()).toBe('vendor=1');
  expect(span?.parentSpanContext).toMatchObject({ spanId: 'b7ad6b7169203331', isRemote: true });
});

test('spans of processes that run are ended when the tracing is disposed of', async () => {
  const { tracing, spans } = tracingInMemory();
  tracing.startRequest('process/start', undefined).startProcess();
  expect(spans()).toEqual([]);
  await tracing.dispose();
  expect(spans().map(({ name, status }) => [name, status.code])).toEqual([
    ['process', SpanStatusCode.UNSET],
  ]);
});
