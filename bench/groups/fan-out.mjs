import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { openFifos } from '../client/fifo.mjs';
import { processorTime, residentMib } from '../client/processor-time.mjs';
import { newProcessId, runInFlight } from '../client/workloads.mjs';
import { quantile, slope } from '../lib/statistics.mjs';
import { startTarget } from '../runner/start-target.mjs';

/** As many of them as `--sessions` says, 1,000 by default. */
const SESSIONS = [10, 100, 1000, 5000];
const DEFAULT_MAX_SESSIONS = 1000;
const LINES_PER_SECOND = 10;
const MEASURED_MS = 3000;
/** So many lines of the first sessions, faster than later ones, before the first figures but one. */
const WARM_UP_LINES = 4000;
const SETTLE_MS = 1000;
const STARTS_AT_ONCE = 16;

/** A tenth of the printers each time; all at once would queue behind one another. */
const FEED_PARTS = 10;
const FEED_INTERVAL_MS = 1000 / LINES_PER_SECOND / FEED_PARTS;

/** Milliseconds with three decimals. */
const now = () => performance.timeOrigin + performance.now();
const line = () => `${now().toFixed(3)}\n`;
const LINE_BYTES = line().length;

const figuresOf = (sessions) =>
  [
    { name: 'p50', title: 'delivery p50', unit: 'ms' },
    { name: 'p99', title: 'delivery p99', unit: 'ms' },
    { name: 'cpu', title: 'server CPU', unit: 'ms/s' },
    { name: 'memory', title: 'memory', unit: 'MiB' },
  ].map(({ name, title, unit }) => ({
    name: `${name}-${sessions}`,
    title: `${title}, ${sessions.toLocaleString('en')} sessions`,
    unit,
    better: 'less',
    isOptional: sessions > DEFAULT_MAX_SESSIONS,
  }));

/** 1 is linear. */
const GROWING = ['p50', 'cpu', 'memory'];

export const group = {
  title: `Fan-out: sessions with one process each that prints ${LINES_PER_SECOND} lines/s`,
  daemons: 'own',
  figures: [
    {
      name: 'cpu-first',
      title: `server CPU, ${SESSIONS[0]} sessions, the first 4 s of a daemon`,
      unit: 'ms/s',
      better: 'less',
    },
    ...SESSIONS.flatMap(figuresOf),
    ...GROWING.map((name) => ({
      name: `${name}-exponent`,
      title: `exponent of the growth of ${name}`,
      unit: '',
      better: 'less',
      hasRatio: false,
    })),
  ],
  async measure(target, { maxSessions = DEFAULT_MAX_SESSIONS, quick }) {
    const daemon = await startTarget(target);
    const steps = SESSIONS.filter((count) => count <= (quick ? 100 : maxSessions));
    const { fifos, close } = openFifos(steps.at(-1));
    const printers = [];
    try {
      const values = {};
      for (const count of steps) {
        await addPrinters(daemon.url, fifos.slice(printers.length, count), printers);
        const duration = quick ? 1000 : MEASURED_MS;
        if (count === SESSIONS[0]) {
          values['cpu-first'] = (await observe(daemon.pid, printers, duration)).cpu;
          await warmUp(printers, quick ? WARM_UP_LINES / 10 : WARM_UP_LINES);
        }
        const seen = await observe(daemon.pid, printers, duration);
        for (const [name, value] of Object.entries(seen)) {
          values[`${name}-${count}`] = value;
        }
      }
      for (const name of GROWING) {
        values[`${name}-exponent`] = slope(
          steps.map((count) => [count, values[`${name}-${count}`]]),
        );
      }
      return values;
    } finally {
      await daemon.stop();
      close();
    }
  },
};

/**
 * Has every `parts`-th printer print the time each 10 ms. A printer that only copies costs less than one that keeps the time.
 */
const feed = (printers, parts) => {
  let turn = 0;
  return setInterval(() => {
    turn += 1;
    for (let i = turn % parts; i < printers.length; i += parts) {
      printers[i].fifo.write(line());
    }
  }, FEED_INTERVAL_MS);
};

/** Resolves when so many lines have arrived. */
const warmUp = async (printers, lines) => {
  let left = lines;
  const feeder = feed(printers, 1);
  await new Promise((resolve) => {
    for (const printer of printers) {
      printer.onLine = () => {
        left -= 1;
        if (left <= 0) {
          resolve();
        }
      };
    }
  });
  clearInterval(feeder);
};

/** A printer has a connection, and thus a session, of its own. `onLine` is told the milliseconds since the line was printed. */
const addPrinters = (url, fifos, printers) =>
  runInFlight(fifos.length, STARTS_AT_ONCE, async (index) => {
    const printer = { onLine: () => undefined, fifo: fifos[index] };
    const client = await Client.open(url);
    const onOutput = (bytes, start, end) => {
      const arrivedAt = now();
      const text = Buffer.from(bytes.latin1Slice(start, end), 'base64').latin1Slice();
      for (let at = 0; at < text.length; at += LINE_BYTES) {
        printer.onLine(arrivedAt - Number(text.slice(at, at + LINE_BYTES)));
      }
    };
    await client.start(newProcessId(), ['cat', printer.fifo.path], { onOutput }).started;
    printers.push(printer);
  });

/** Nothing is printed while printers start: what a busy machine takes for that is not part of the figures. */
const observe = async (pid, printers, durationMs) => {
  const delays = [];
  const feeder = feed(printers, FEED_PARTS);
  await delay(SETTLE_MS);
  for (const printer of printers) {
    printer.onLine = (milliseconds) => delays.push(milliseconds);
  }
  const began = performance.now();
  const before = processorTime(pid);
  await delay(durationMs);
  const cpu = (processorTime(pid) - before) / (performance.now() - began);
  clearInterval(feeder);
  for (const printer of printers) {
    printer.onLine = () => undefined;
  }
  if (delays.length === 0) {
    throw new Error('no line arrived');
  }
  return {
    p50: quantile(delays, 0.5),
    p99: quantile(delays, 0.99),
    cpu,
    memory: residentMib(pid),
  };
};
