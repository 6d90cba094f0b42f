import { fork } from 'node:child_process';
import { once } from 'node:events';
import { quantile } from '../../bench/lib/statistics.mjs';

/**
 * Starts a client in a process of its own that does nothing wrong: it asks for the status every 10 ms, runs a
 * process now and then, and asks for readiness on new connections. Resolves once it is served.
 *
 * @param {string} url of the daemon
 * @param {string} authorization header it sends; empty: none
 * @param {number[]} readyStatuses what may be answered when it asks for readiness
 */
export const startProbe = async (url, authorization = '', readyStatuses = [200]) => {
  const args = [url, authorization, ...readyStatuses];
  const child = fork(new URL('healthy-client-probe.mjs', import.meta.url), args);
  await next(child);
  return { lap: () => lap(child), stop: () => void child.kill() };
};

/** What it measured since the last lap: `{ requests, p50, p99, worst, ready }` in ms, or `{ fault }`. */
const lap = async (child) => {
  child.send('lap');
  const { fault, latenciesMs, readyMs } = await next(child);
  if (fault !== undefined) {
    return { fault };
  }
  const [p50, p99, worst] = [0.5, 0.99, 1].map((part) => quantile(latenciesMs, part));
  return { requests: latenciesMs.length, p50, p99, worst, ready: quantile(readyMs, 1) };
};

const next = async (child) => {
  const ended = once(child, 'exit').then(() => [{ fault: 'the healthy client ended' }]);
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message;
};
