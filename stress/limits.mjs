// Reaches each limit of the daemon on purpose, and prints what that client got and what a healthy client beside it
// noticed:
//   npm run stress:limits [-- WORD …]
// With words only floods whose name or limit has one of them. Exit code 1 when the healthy client was not served.
import { CONNECTION_FLOODS } from './limits/connections.mjs';
import { FRAME_FLOODS } from './limits/frames.mjs';
import { measure } from './limits/measure.mjs';
import { REQUEST_FLOODS } from './limits/requests.mjs';
import { SLOW_READER_FLOODS } from './limits/slow-readers.mjs';
import { UNAUTHENTICATED_FLOODS } from './limits/unauthenticated-floods.mjs';

const words = process.argv.slice(2);
const floods = [
  ...CONNECTION_FLOODS,
  ...UNAUTHENTICATED_FLOODS,
  ...FRAME_FLOODS,
  ...REQUEST_FLOODS,
  ...SLOW_READER_FLOODS,
].filter(
  ({ name, limit }) =>
    words.length === 0 || words.some((word) => `${name} ${limit}`.includes(word)),
);

const ms = (value) => (value === undefined ? '–' : value.toFixed(value < 10 ? 1 : 0));
const served = ({ p50, p99, worst, ready, fault }) =>
  fault ?? `p50 ${ms(p50)} p99 ${ms(p99)} worst ${ms(worst)} ms; /readyz worst ${ms(ready)} ms`;

console.log(
  '| flood | limit | what the offender got | healthy client before | and meanwhile | memory, MiB |',
);
console.log(
  '| ----- | ----- | --------------------- | --------------------- | ------------- | ----------- |',
);
for (const { name, limit, ...flood } of floods) {
  const { got, seconds, calm, meanwhile, beforeMib, peakMib } = await measure(flood);
  const memory = `${beforeMib.toFixed(0)} → ${peakMib.toFixed(0)}`;
  const cells = [name, limit, `${got} (${seconds.toFixed(0)} s)`, served(calm), served(meanwhile)];
  console.log(`| ${[...cells, memory].join(' | ')} |`);
  if (meanwhile.fault !== undefined) {
    process.exitCode = 1;
  }
}
