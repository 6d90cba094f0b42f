// Sends hostile messages and byte streams to the daemon, and watches it and a healthy client beside them:
//   npm run stress:fuzz -- [--messages 1000000] [--streams 10000] [--seed N] [--growth 150MiB]
// Exit code 1 on a crash, a hang, an internal error, or growth beyond the bound. A failure names its seed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { residentMib, startOurs } from '../bench/lib/daemons.mjs';
import { quantile } from '../bench/lib/statistics.mjs';
import { fuzz } from '../build/test/fuzz/fuzz.js';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    streams: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    'growth-mib': { type: 'string', default: '150' },
  },
});
/** Memory is compared with what the daemon takes once all of its code has run. */
const WARM_UP = 20_000;

const count = (number) => number.toLocaleString('en');
const seed = Number(values.seed);
const daemon = await startOurs(['--session-ttl', '1s']);
const began = performance.now();
let warmMib;
let peakMib = 0;
let nextReport = 0;

const watch = ({ messages, streams }) => {
  const mib = residentMib(daemon.pid);
  if (messages >= WARM_UP) {
    warmMib ??= mib;
  }
  peakMib = Math.max(peakMib, mib);
  if (messages < nextReport) {
    return;
  }
  nextReport = messages + 100_000;
  console.log(`  ${count(messages)} messages, ${count(streams)} streams, ${mib.toFixed(0)} MiB`);
};

console.log(`seed ${seed}`);
// In a process of its own: what it measures is the daemon, not the making of messages.
const healthy = fork(new URL('lib/healthy-client.mjs', import.meta.url), [daemon.url]);
try {
  const messages = Number(values.messages);
  const streams = Number(values.streams);
  const report = await fuzz({ url: daemon.url, seed, messages, streams, onProgress: watch });
  healthy.send('stop');
  const ended = once(healthy, 'exit').then(() => Promise.reject(new Error('it told nothing')));
  const [{ latenciesMs, processes }] = await Promise.race([once(healthy, 'message'), ended]);
  const growth = peakMib - (warmMib ?? peakMib);
  console.log(
    [
      `${count(report.messages)} messages and ${count(report.streams)} byte streams in ` +
        `${((performance.now() - began) / 1000).toFixed(0)} s: no crash, no hang`,
      `healthy client: ${count(latenciesMs.length)} requests, median ${quantile(latenciesMs, 0.5).toFixed(1)} ms, ` +
        `p99 ${quantile(latenciesMs, 0.99).toFixed(1)} ms, worst ${quantile(latenciesMs, 1).toFixed(1)} ms; ` +
        `${processes} processes`,
      `daemon memory: ${warmMib?.toFixed(0)} MiB warm, ${peakMib.toFixed(0)} MiB at most, ` +
        `growth ${growth.toFixed(0)} of ${values['growth-mib']} MiB`,
    ].join('\n'),
  );
  process.exitCode = growth <= Number(values['growth-mib']) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  healthy.kill();
  await daemon.stop();
}
