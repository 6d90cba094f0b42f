import { describe, expect, test } from '@jest/globals';
import { openTracing } from '../../../src/main/daemon/open-tracing.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:s3cr3t@127.0.0.1:1' };

/** What the daemon makes of these variables: whether it traces, and what it logs. */
const open = async (variables: Readonly<Record<string, string>>) => {
  const logger = new RecordingLogger();
  const tracing = await openTracing(logger, variables);
  // Of no span: nothing is sent.
  await tracing?.dispose();
  return { traces: tracing?.isRecording ?? false, lines: logger.lines };
};

describe('openTracing', () => {
  test.each<[variables: Readonly<Record<string, string>>]>([
    [{}],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: ' ', OTEL_SERVICE_NAME: 'x', OTEL_TRACES_SAMPLER: 'x' }],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'True' }],
    [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
  ])('traces nothing without a word where none is asked for: %o', async (variables) => {
    expect(await open(variables)).toEqual({ traces: false, lines: [] });
  });

  test.each<[protocol: string, variables: Readonly<Record<string, string>>]>([
    ['http/protobuf', ENDPOINT],
    ['http/protobuf', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example/v1' }],
    ['http/json', { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }],
    [
      'http/json',
      {
        ...ENDPOINT,
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      },
    ],
    ['http/protobuf', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: '1' }],
  ])('exports as %s: %o', async (protocol, variables) => {
    expect(await open(variables)).toEqual({
      traces: true,
      lines: [{ level: 'info', message: 'exporting traces', fields: { protocol } }],
    });
  });

  test.each<[expected: string, variables: Readonly<Record<string, string>>]>([
    ['a URL such as http://127.0.0.1:4318', { OTEL_EXPORTER_OTLP_ENDPOINT: 's3cr3t:4318' }],
    ['http/protobuf or http/json', { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
    ['otlp or none', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'zipkin' }],
  ])('says that it exports nothing, and what it takes: %s', async (expected, variables) => {
    const { traces, lines } = await open(variables);
    const variable = Object.keys(variables).at(-1);
    expect(traces).toBe(false);
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'traces are not exported: invalid variable',
        fields: { variable, expected },
      },
    ]);
  });

  test.each<[name: string, variables: Readonly<Record<string, string>>]>([
    ['OTEL_TRACES_SAMPLER', { OTEL_TRACES_SAMPLER: 'sometimes' }],
    [
      'OTEL_TRACES_SAMPLER_ARG',
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '7' },
    ],
  ])('exports every span, and says so, where %s cannot be used', async (variable, variables) => {
    const { traces, lines } = await open({ ...ENDPOINT, ...variables });
    expect(traces).toBe(true);
    expect(lines[0]).toMatchObject({ level: 'warn', fields: { variable } });
  });
});
