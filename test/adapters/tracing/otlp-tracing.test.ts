import { afterEach, describe, expect, test } from '@jest/globals';
import { type OtlpProtocol, otlpTracing } from '../../../src/adapters/tracing/otlp-tracing.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { OtlpReceiver } from '../../support/otlp-receiver.js';
import { settled } from '../../support/settled.js';

const PREFIX = 'OTEL_';

afterEach(() => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith(PREFIX))) {
    delete process.env[name];
  }
});

/** Tracing with these variables, and its log. */
const tracingTo = (
  url: string,
  variables: Readonly<Record<string, string>> = {},
  protocol: OtlpProtocol = 'http/json',
) => {
  Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...variables });
  const logger = new RecordingLogger();
  return { tracing: otlpTracing(protocol, '1.2.3', logger), logger };
};

describe('otlpTracing', () => {
  test.each<[protocol: OtlpProtocol, type: string]>([
    ['http/json', 'application/json'],
    ['http/protobuf', 'application/x-protobuf'],
  ])('hands over what is left when it is disposed of: %s', async (protocol, type) => {
    await using receiver = await OtlpReceiver.listen();
    const { tracing, logger } = tracingTo(receiver.url, {}, protocol);
    tracing.startRequest('fs/readFile', undefined).end(undefined);
    await tracing.dispose();
    expect(receiver.requests.map(({ headers }) => headers['content-type'])).toEqual([type]);
    expect(receiver.bodies[0]).toContain('fs/readFile');
    expect(receiver.bodies[0]).toContain('1.2.3');
    expect(logger.lines).toEqual([]);
  });

  test('describes the process by a name, a version and a random id, not by its host and command', async () => {
    await using receiver = await OtlpReceiver.listen();
    const { tracing } = tracingTo(receiver.url, { OTEL_RESOURCE_ATTRIBUTES: 'zone=a' });
    tracing.startRequest('initialize', undefined).end(undefined);
    await tracing.dispose();
    const { resource } = JSON.parse(receiver.bodies[0] ?? '').resourceSpans[0];
    const keys = resource.attributes.map(({ key }: { readonly key: string }) => key);
    expect(keys.sort()).toEqual([
      'service.instance.id',
      'service.name',
      'service.version',
      'telemetry.sdk.language',
      'telemetry.sdk.name',
      'telemetry.sdk.version',
      'zone',
    ]);
  });

  test('samples as OTEL_TRACES_SAMPLER says', async () => {
    await using receiver = await OtlpReceiver.listen();
    const { tracing } = tracingTo(receiver.url, { OTEL_TRACES_SAMPLER: 'always_off' });
    tracing.startRequest('initialize', undefined).end(undefined);
    await tracing.dispose();
    expect(receiver.requests).toEqual([]);
  });

  test('ends in bounded time where the receiver never answers', async () => {
    await using receiver = await OtlpReceiver.listen('none');
    // Without a bound of its own it would wait for these.
    const { tracing } = tracingTo(receiver.url, {
      OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
      OTEL_BSP_EXPORT_TIMEOUT: '600000',
    });
    tracing.startRequest('initialize', undefined).end(undefined);
    const arrived = receiver.next();
    const disposed = tracing.dispose();
    await arrived;
    await disposed;
    expect(receiver.waiting).toBe(1);
  });

  test('does not wait for a receiver that has failed before', async () => {
    await using receiver = await OtlpReceiver.listen(401);
    const { tracing, logger } = tracingTo(receiver.url, { OTEL_BSP_SCHEDULE_DELAY: '1' });
    const warned = new Promise((resolve) => Object.assign(logger, { warn: resolve }));
    tracing.startRequest('initialize', undefined).end(undefined);
    await warned;
    receiver.status = 'none';
    tracing.startRequest('initialize', undefined).end(undefined);
    const arrived = receiver.next();
    let isOver = false;
    void tracing.dispose().then(() => {
      isOver = true;
    });
    await settled();
    expect(isOver).toBe(true);
    await arrived;
  });

  test('logs one warning where the receiver refuses, however many spans there are', async () => {
    await using receiver = await OtlpReceiver.listen(401);
    const { tracing, logger } = tracingTo(receiver.url, { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10' });
    for (let i = 0; i < 50; i += 1) {
      tracing.startRequest('initialize', undefined).end(undefined);
    }
    await tracing.dispose();
    expect(receiver.requests).toHaveLength(5);
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: 'exporting traces failed',
        fields: { reason: 'HTTP status 401' },
      },
    ]);
  });

  test('keeps a bounded number of spans where they are not taken', async () => {
    await using receiver = await OtlpReceiver.listen();
    const { tracing } = tracingTo(receiver.url, { OTEL_BSP_MAX_QUEUE_SIZE: '600' });
    for (let i = 0; i < 5000; i += 1) {
      tracing.startRequest('initialize', undefined).end(undefined);
    }
    await tracing.dispose();
    const kept = receiver.bodies.join('').match(/"spanId"/g)?.length;
    expect(kept).toBeGreaterThanOrEqual(600);
    expect(kept).toBeLessThan(2000);
  });
});
