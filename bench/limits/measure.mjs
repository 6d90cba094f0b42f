import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { residentMib, startOurs } from '../daemons.mjs';
import { quantile } from '../statistics.mjs';

const CALM_MS = 2_000;
const LOOK_MS = 50;

/**
 * Runs one flood against a daemon of its own, and measures a healthy client beside it, before and meanwhile.
 *
 * @param {{ args?: string[], authorization?: string, offend: (daemon: object) => Promise<string> }} flood
 */
export const measure = async ({ args = [], authorization = '', offend }) => {
  const daemon = await startOurs(args);
  const bystander = fork(new URL('bystander.mjs', import.meta.url), [daemon.url, authorization]);
  try {
    await next(bystander);
    await delay(CALM_MS);
    const calm = await lap(bystander);
    const beforeMib = residentMib(daemon.pid);
    let peakMib = beforeMib;
    const watch = setInterval(() => {
      peakMib = Math.max(peakMib, residentMib(daemon.pid));
    }, LOOK_MS);
    const began = performance.now();
    const port = Number(new URL(daemon.url).port);
    const got = await offend({ ...daemon, port }).finally(() => clearInterval(watch));
    const seconds = (performance.now() - began) / 1000;
    return { got, seconds, calm, meanwhile: await lap(bystander), beforeMib, peakMib };
  } finally {
    bystander.kill();
    await daemon.stop();
  }
};

const lap = async (bystander) => {
  bystander.send('lap');
  const { fault, latenciesMs, readyMs } = await next(bystander);
  if (fault !== undefined) return { fault };
  const [p50, p99, worst] = [0.5, 0.99, 1].map((part) => quantile(latenciesMs, part));
  return { requests: latenciesMs.length, p50, p99, worst, ready: quantile(readyMs, 1) };
};

const next = async (bystander) => {
  const ended = once(bystander, 'exit').then(() => [{ fault: 'the healthy client ended' }]);
  const [message] = await Promise.race([once(bystander, 'message'), ended]);
  return message;
};
