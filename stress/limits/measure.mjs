import { setTimeout as delay } from 'node:timers/promises';
import { residentMib, startOurs } from '../../bench/lib/daemons.mjs';
import { startProbe } from '../lib/beside.mjs';

const CALM_MS = 2000;
const LOOK_MS = 50;
const READY = 200;
const FULL = 503;

/**
 * Runs one flood against a daemon of its own, and measures a healthy client beside it, before and meanwhile.
 *
 * @param {{
 *   args?: string[], authorization?: string, fills?: boolean, offend: (daemon: object) => Promise<string>
 * }} flood `fills`: for others too there is no room left, which readiness tells
 */
export const measure = async ({ args = [], authorization = '', fills = false, offend }) => {
  const daemon = await startOurs(args);
  const probe = await startProbe(daemon.url, authorization, fills ? [READY, FULL] : [READY]);
  try {
    await delay(CALM_MS);
    const calm = await probe.lap();
    const beforeMib = residentMib(daemon.pid);
    let peakMib = beforeMib;
    const watch = setInterval(() => {
      peakMib = Math.max(peakMib, residentMib(daemon.pid));
    }, LOOK_MS);
    const began = performance.now();
    const port = Number(new URL(daemon.url).port);
    const got = await offend({ ...daemon, port }).finally(() => clearInterval(watch));
    const seconds = (performance.now() - began) / 1000;
    return { got, seconds, calm, meanwhile: await probe.lap(), beforeMib, peakMib };
  } finally {
    probe.stop();
    await daemon.stop();
  }
};
