// What the daemon does under load, and what `/readyz` says in between:
//   npm run stress:load
import { residentMib, startOurs } from '../bench/lib/daemons.mjs';
import { quantile } from '../bench/lib/statistics.mjs';
import { WireClient } from '../bench/lib/wire-client.mjs';

const daemon = await startOurs();
const ready = daemon.url.replace('ws:', 'http:').concat('/readyz');

/** Runs `work`, asking for readiness all along; prints how both went. */
const measure = async (name, work) => {
  const before = residentMib(daemon.pid);
  let peak = before;
  let isDone = false;
  const began = performance.now();
  const result = work().finally(() => {
    isDone = true;
  });
  const answers = [];
  while (!isDone) {
    const asked = performance.now();
    const { status } = await fetch(ready);
    if (status !== 200) {
      throw new Error(`/readyz answered ${status}`);
    }
    answers.push(performance.now() - asked);
    peak = Math.max(peak, residentMib(daemon.pid));
  }
  const outcome = await result;
  const seconds = (performance.now() - began) / 1000;
  console.log(`${name}: ${outcome} in ${seconds.toFixed(2)} s`);
  console.log(
    `  /readyz: ${answers.length} answers, median ${quantile(answers, 0.5).toFixed(1)} ms, ` +
      `worst ${quantile(answers, 1).toFixed(1)} ms; memory ${before.toFixed(0)} → ` +
      `${peak.toFixed(0)} MiB at most`,
  );
};

const finished = (results) => {
  const good = results.filter(({ exitCode, hole }) => exitCode === 0 && !hole).length;
  return `${good} of ${results.length} processes finished with all of their events`;
};

await measure('200 processes started at once', async () => {
  const client = await WireClient.open(daemon.url);
  const results = await Promise.all(
    Array.from(
      { length: 200 },
      async (_, i) => (await client.start(`p${i}`, ['seq', '200'])).closed,
    ),
  );
  client.close();
  return finished(results);
});

await measure('50 connections at once, 4 processes each', async () => {
  const results = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const client = await WireClient.open(daemon.url);
      const own = await Promise.all(
        Array.from(
          { length: 4 },
          async (_, i) => (await client.start(`p${i}`, ['seq', '5000'])).closed,
        ),
      );
      client.close();
      return own;
    }),
  );
  return finished(results.flat());
});

await measure(
  '8 processes that print without end to a client that stops reading for 5 s',
  async () => {
    const client = await WireClient.open(daemon.url);
    for (let i = 0; i < 8; i += 1) {
      await client.start(`p${i}`, ['yes']);
    }
    client.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    client.socket.resume();
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        client.request('process/terminate', { processId: `p${i}` }),
      ),
    );
    const results = await Promise.all(Array.from({ length: 8 }, (_, i) => client.over(`p${i}`)));
    client.close();
    const mib = results.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 ** 2;
    const whole = results.filter(({ hole }) => !hole).length;
    return `${whole} of 8 streams whole, ${mib.toFixed(0)} MiB received`;
  },
);

await daemon.stop();
