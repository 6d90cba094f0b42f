import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client/client.mjs';
import { openFifos } from '../client/fifo.mjs';
import { residentMib } from '../client/processor-time.mjs';
import { newProcessId, runInFlight, runProcess } from '../client/workloads.mjs';
import { startTarget } from '../runner/start-target.mjs';

/** How long a server may take to give back what it no longer needs. */
const SETTLE_MS = 6000;
const SESSIONS = 100;
const GIGABYTE = 1_000_000_000;
const PRINTERS = 10;
const LINES = 10_000;
const LINE = 'a line of some more characters\n';

/** Each on an instance of its own, since what one leaves behind is in the figure of the next. May return what ends it. */
const HISTORIES = {
  idle: async () => undefined,
  processes: async (url, { quick }) => {
    const client = await Client.open(url);
    await runInFlight(quick ? 100 : 1000, 16, () => runProcess(client, ['true'], 0));
    client.close();
  },
  sessions: async (url) => {
    for (let i = 0; i < SESSIONS; i += 1) {
      await Client.open(url);
    }
  },
  output: async (url, { quick }) => {
    const client = await Client.open(url);
    const bytes = quick ? GIGABYTE / 10 : GIGABYTE;
    await runProcess(client, ['head', '-c', String(bytes), '/dev/zero'], bytes);
    client.close();
  },
  lines: async (url, { quick }) => {
    const { fifos, close } = openFifos(PRINTERS);
    const lines = quick ? LINES / 10 : LINES;
    let left = PRINTERS * lines * LINE.length;
    await Promise.all(fifos.map((fifo) => openPrinter(url, fifo, (bytes) => (left -= bytes))));
    for (let line = 0; line < lines; line += 1) {
      for (const fifo of fifos) {
        fifo.write(LINE);
      }
      await delay(1);
    }
    while (left > 0) {
      await delay(10);
    }
    return close;
  },
};

/** A process that prints what is written to a FIFO, on a connection of its own. */
const openPrinter = async (url, fifo, onBytes) => {
  const client = await Client.open(url);
  const onOutput = (bytes, start, end) =>
    onBytes(Buffer.from(bytes.latin1Slice(start, end), 'base64').length);
  await client.start(newProcessId(), ['cat', fifo.path], { onOutput }).started;
};

export const group = {
  title: `Resident memory of the server, ${SETTLE_MS / 1000} s after its work`,
  daemons: 'own',
  figures: [
    { name: 'idle', title: 'idle', unit: 'MiB', better: 'less' },
    { name: 'processes', title: 'after 1,000 processes', unit: 'MiB', better: 'less' },
    { name: 'sessions', title: `${SESSIONS} idle sessions`, unit: 'MiB', better: 'less' },
    { name: 'output', title: 'after 1 GB of output', unit: 'MiB', better: 'less' },
    {
      name: 'lines',
      title: `${PRINTERS} processes, after ${LINES.toLocaleString('en')} lines each`,
      unit: 'MiB',
      better: 'less',
    },
  ],
  async measure(target, options) {
    const daemons = {};
    const ends = [];
    try {
      for (const [name, work] of Object.entries(HISTORIES)) {
        daemons[name] = await startTarget(target);
        ends.push(await work(daemons[name].url, options));
      }
      await delay(options.quick ? 1000 : SETTLE_MS);
      return Object.fromEntries(
        Object.entries(daemons).map(([name, { pid }]) => [name, residentMib(pid)]),
      );
    } finally {
      await Promise.all(Object.values(daemons).map((daemon) => daemon.stop()));
      for (const end of ends) {
        end?.();
      }
    }
  },
};
