import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { processorTime, residentMib } from '../client/processor-time.mjs';
import { newProcessId, runInFlight } from '../client/workloads.mjs';
import { quantile, slope } from '../lib/statistics.mjs';
import { startTarget } from '../runner/start-target.mjs';

/** As many of them as `--sessions` says, 1,000 by default. */
const SESSIONS = [10, 100, 1000, 5000];
const DEFAULT_MAX_SESSIONS = 1000;
const LINES_PER_SECOND = 10;
const MEASURED_MS = 3000;
const SETTLE_MS = 1000;
const STARTS_AT_ONCE = 16;

/** Prints the time 10 times a second, without starting another process: the pause is a read of an input that never comes. */
const PRINTER = [
  'bash',
  '-c',
  `while :; do echo $EPOCHREALTIME; read -t ${1 / LINES_PER_SECOND}; done`,
];
/** Seconds with six decimals. */
const LINE_BYTES = '1700000000.000000\n'.length;

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
    try {
      const values = {};
      const printers = [];
      const steps = SESSIONS.filter((count) => count <= (quick ? 100 : maxSessions));
      for (const count of steps) {
        await addPrinters(daemon.url, count, printers);
        await delay(SETTLE_MS);
        const seen = await observe(daemon.pid, printers, quick ? 1000 : MEASURED_MS);
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
    }
  },
};

/** A printer has a connection, and thus a session, of its own. `onLine` is told the milliseconds since the line was printed. */
const addPrinters = async (url, count, printers) => {
  await runInFlight(count - printers.length, STARTS_AT_ONCE, async () => {
    const printer = { onLine: () => undefined };
    printers.push(printer);
    const client = await Client.open(url);
    const onOutput = (bytes, start, end) => {
      const now = performance.timeOrigin + performance.now();
      const text = Buffer.from(bytes.latin1Slice(start, end), 'base64').latin1Slice();
      for (let at = 0; at < text.length; at += LINE_BYTES) {
        printer.onLine(now - Number(text.slice(at, at + LINE_BYTES)) * 1000);
      }
    };
    // Its input stays open and empty, and a read of it is the pause.
    await client.start(newProcessId(), PRINTER, { pipeStdin: true, onOutput }).started;
  });
};

const observe = async (pid, printers, durationMs) => {
  const delays = [];
  for (const printer of printers) {
    printer.onLine = (milliseconds) => delays.push(milliseconds);
  }
  const began = performance.now();
  const before = processorTime(pid);
  await delay(durationMs);
  const cpu = (processorTime(pid) - before) / (performance.now() - began);
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
