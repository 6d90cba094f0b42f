import { setTimeout as delay } from 'node:timers/promises';
import { clientFrame } from '../../build/test/adapters/websocket/frames.js';
import { outcome, startProcess } from '../../build/test/support/processes/raw-process.js';
import { TestClient } from '../../dist/testing/index.js';
import { RawClient, UPGRADE } from './raw-client.mjs';

const MIB = 1024 ** 2;
const FLOOD_MS = 5000;
const mib = (bytes) => `${(bytes / MIB).toFixed(0)} MiB`;
const INITIALIZE = clientFrame('{"id":0,"method":"initialize","params":{"clientName":"flood"}}');
const INITIALIZED = clientFrame('{"method":"initialized"}');

const output =
  (count) =>
  async ({ url }) => {
    const client = await new TestClient(url).connect();
    await client.initialize();
    const ids = [];
    for (let i = 0; i < count; i += 1) {
      ids.push(await startProcess(client, { argv: ['yes'] }));
    }
    client.socket.pause();
    await delay(FLOOD_MS);
    client.socket.resume();
    await Promise.all(ids.map((processId) => client.request('process/terminate', { processId })));
    await Promise.all(ids.map((id) => outcome(client, id, { timeoutMs: 60_000 })));
    const received = client.events
      .filter(({ method }) => method === 'process/output')
      .reduce((sum, { params }) => sum + (params.chunk.length * 3) / 4, 0);
    const seqs = ids.map((id) => client.events.filter(({ params }) => params.processId === id));
    const whole = seqs.filter((events) => events.every(({ params }, i) => params.seq === i + 1));
    await client.disconnect();
    return `its processes wait; ${whole.length} of ${count} streams whole, ${mib(received)} when it read on`;
  };

/** Asks the same over and over, and reads nothing of the answers. */
const asking =
  (text, times) =>
  async ({ port }) => {
    const client = await RawClient.open(port, UPGRADE, INITIALIZE, INITIALIZED);
    client.socket.pause();
    const message = Buffer.concat(Array.from({ length: times }, () => clientFrame(text)));
    const poured = await client.pour(message, FLOOD_MS);
    const { destroyed, writableLength } = client.socket;
    client.socket.destroy();
    const taken = poured * message.length - writableLength;
    return `${mib(taken)} of requests taken, ${destroyed ? 'cut off' : 'then no more is read'}`;
  };

/** Those who do not read what they are sent. */
export const SLOW_READER_FLOODS = [
  {
    name: '8 processes that print to a client that does not read',
    limit: '--output-window 8MiB',
    offend: output(8),
  },
  {
    name: '20 processes that print to a client that does not read',
    limit: '--max-retained-bytes 64MiB (1GiB)',
    args: ['--max-retained-bytes', '64MiB'],
    offend: output(20),
  },
  {
    name: 'requests from a client that reads nothing, for 5 s',
    limit: '--max-unsent-bytes 256MiB',
    offend: asking('{"id":1,"method":"environment/status"}', 1000),
  },
  {
    name: 'unknown methods of 1 MiB, their errors unread, for 5 s',
    limit: '--max-unsent-bytes 256MiB',
    offend: asking(`{"id":1,"method":"${'x'.repeat(MIB)}"}`, 1),
  },
];
