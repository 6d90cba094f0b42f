import type { Clock } from '../../application/ports/clock.js';
import type { Metrics, RequestResult } from '../../application/ports/metrics.js';
import type { Method } from './method.js';

/** The methods, whose results are counted and timed; where nothing is recorded the same ones, which cost nothing then. */
export const timedMethods = (
  methods: ReadonlyMap<string, Method>,
  metrics: Metrics,
  clock: Clock,
): ReadonlyMap<string, Method> =>
  metrics.isRecording
    ? new Map([...methods].map(([name, method]) => [name, timed(name, method, metrics, clock)]))
    : methods;

const timed = (name: string, method: Method, metrics: Metrics, clock: Clock): Method => ({
  ...method,
  execute: (connection, params) => {
    const startedAtMs = clock.nowMs();
    const finish = (result: RequestResult): void =>
      metrics.requestFinished(name, result, clock.nowMs() - startedAtMs);
    try {
      const result = method.execute(connection, params);
      if (result instanceof Promise) {
        result.then(
          () => finish('success'),
          () => finish('error'),
        );
      } else {
        finish('success');
      }
      return result;
    } catch (error) {
      finish('error');
      throw error;
    }
  },
});
