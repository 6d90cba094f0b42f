import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/index.js';
import { PARENT, TRACE_ID } from '../../contracts/telemetry/tracing-contract.js';
import { OtlpReceiver } from '../../support/otlp-receiver.js';
import { RawDaemon } from '../raw-daemon.js';

/** OTLP as JSON, of which a test looks at these. */
interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number };
}
interface Span {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}
interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

const SERVER_KIND = 2;
const ERROR_STATUS = 2;

const recordOf = (attributes: readonly Attribute[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
  );

test('requests and processes are exported as spans of the client, and what they run is not', async () => {
  await using receiver = await OtlpReceiver.listen();
  await using daemon = await RawDaemon.start({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=planted-s3cr3t',
      OTEL_SERVICE_NAME: 'runner',
    },
  });
  const client = await connect(daemon.url, { trace: () => PARENT });
  const env = { S3CR3T_CODE: '3' };
  const options = { processId: 'p-s3cr3t', cwd: '/tmp', env, reject: false };
  await client.run('sh', ['-c', 'exit $S3CR3T_CODE'], options);
  await expect(client.files.readFile('/s3cr3t')).rejects.toThrow('ENOENT');
  await client.close();
  expect(await daemon.end()).toBe(0);

  const resources = receiver.bodies.flatMap((body) => (JSON.parse(body) as Export).resourceSpans);
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans));
  const of = (name: string): Span | undefined => spans.find((span) => span.name === name);
  const [start, process, read] = [of('process/start'), of('process'), of('fs/readFile')];
  expect(start).toMatchObject({
    traceId: TRACE_ID,
    parentSpanId: 'b7ad6b7169203331',
    kind: SERVER_KIND,
  });
  expect(recordOf(start?.attributes ?? [])).toEqual({
    'rpc.system.name': 'jsonrpc',
    'rpc.method': 'process/start',
    'jsonrpc.protocol.version': '2.0',
  });
  expect(process).toMatchObject({ traceId: TRACE_ID, parentSpanId: start?.spanId });
  expect(recordOf(process?.attributes ?? [])).toEqual({
    'process.exit.code': 3,
    'exec_server.process.result': 'nonzero_exit',
    'error.type': '3',
  });
  expect([start?.status.code, process?.status.code, read?.status.code]).toEqual([
    0,
    ERROR_STATUS,
    ERROR_STATUS,
  ]);
  expect(recordOf(read?.attributes ?? [])).toMatchObject({ 'rpc.status_code': '-32004' });
  expect(recordOf(resources[0]?.resource.attributes ?? [])).toMatchObject({
    'service.name': 'runner',
    'service.version': expect.any(String),
  });
  expect(receiver.requests[0]).toMatchObject({
    path: '/v1/traces',
    headers: { 'x-key': 'planted-s3cr3t' },
  });
  expect(receiver.bodies.join()).not.toMatch(/s3cr3t|\/tmp|exit \$/i);
  expect(receiver.bodies.join()).not.toContain(client.sessionId);
});
