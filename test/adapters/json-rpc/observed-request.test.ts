import { expect, test } from '@jest/globals';
import { requestObserver } from '../../../src/adapters/json-rpc/observed-request.js';
import { NoMetrics } from '../../../src/adapters/metrics/no-metrics.js';
import { NoTracing } from '../../../src/adapters/tracing/no-tracing.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { RecordingMetrics } from '../../fakes/recording-metrics.js';
import { RecordingTracing } from '../../fakes/recording-tracing.js';

test('requests are not observed where nothing is recorded, which costs nothing then', () => {
  expect(requestObserver(new NoMetrics(), new NoTracing(), new FakeClock())).toBeUndefined();
});

test('each request is counted and traced once, with the time that it took and its error', () => {
  const [metrics, tracing, clock] = [
    new RecordingMetrics(),
    new RecordingTracing(),
    new FakeClock(),
  ];
  const observe = requestObserver(metrics, tracing, clock);
  observe?.('m', undefined).end();
  const later = observe?.('m', { traceparent: 'p', tracestate: undefined });
  const failed = observe?.('m', undefined);
  clock.advance(30);
  later?.end();
  failed?.end(-32_603);
  observe?.(undefined, undefined).end(-32_601);
  expect(metrics.calls).toEqual([
    ['requestFinished', 'm', 'success', 0],
    ['requestFinished', 'm', 'success', 30],
    ['requestFinished', 'm', 'error', 30],
    ['requestFinished', 'unknown', 'error', 0],
  ]);
  expect(tracing.requests.map((each) => [each.method, each.parent, each.errorCode])).toEqual([
    ['m', undefined, null],
    ['m', { traceparent: 'p', tracestate: undefined }, null],
    ['m', undefined, -32_603],
    [undefined, undefined, -32_601],
  ]);
});

test('a request has no span where only metrics are recorded', () => {
  const observe = requestObserver(new RecordingMetrics(), new NoTracing(), new FakeClock());
  expect(observe?.('m', undefined).span).toBeUndefined();
});
