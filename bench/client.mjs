// What `exec-server/client` costs beside frames that are read by hand:
//   npm run bench:client [-- --rounds 15]
// Prints latency, throughput, memory and the size of the entry point. Run it on an idle machine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { connect } from '../dist/client/index.js';
import { startOurs } from './lib/daemons.mjs';
import { median } from './lib/statistics.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const ROUNDS = Number(values.rounds);
const RUNS_A_ROUND = 40;
const STREAM_BYTES = 256 * 1024 * 1024;
const CONCURRENT = 100;
const ENTRY = fileURLToPath(new URL('../dist/client/index.js', import.meta.url));

/** A client as one writes it by hand: requests, and the events of one process after another. */
class FrameClient {
  #websocket;
  #onMessage = () => undefined;
  #nextId = 1;

  static async open(url) {
    const client = new FrameClient();
    client.#websocket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    await new Promise((resolve) => client.#websocket.once('open', resolve));
    client.#websocket.on('message', (data) => client.#onMessage(data));
    await client.#request('initialize', { clientName: 'frames' });
    client.#websocket.send(JSON.stringify({ method: 'initialized', params: {} }));
    return client;
  }

  /** Resolves with the number of bytes printed when the process is closed. */
  async run(argv) {
    const processId = `frames-${this.#nextId}`;
    let bytes = 0;
    return await new Promise((resolve) => {
      this.#onMessage = (data) => {
        const message = JSON.parse(data);
        if (message.method === 'process/output') {
          bytes += Buffer.from(message.params.chunk, 'base64').length;
        } else if (message.method === 'process/closed') {
          resolve(bytes);
        }
      };
      const env = { PATH: process.env.PATH };
      const params = { processId, argv, cwd: 'file:///', env, tty: false };
      this.#websocket.send(JSON.stringify({ id: this.#nextId, method: 'process/start', params }));
      this.#nextId += 1;
    });
  }

  close() {
    this.#websocket.terminate();
  }

  #request(method, params) {
    return new Promise((resolve) => {
      this.#onMessage = resolve;
      this.#websocket.send(JSON.stringify({ id: this.#nextId, method, params }));
      this.#nextId += 1;
    });
  }
}

/** Milliseconds, of time and of processor time of this process. */
const timed = async (act) => {
  const [began, usage] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(usage);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000 };
};

const OPTIONS = { env: { PATH: process.env.PATH }, extendEnv: false, cwd: '/' };
const STREAM = ['head', '-c', String(STREAM_BYTES), '/dev/zero'];

const readStream = async (client) => {
  let bytes = 0;
  const [program, ...args] = STREAM;
  const running = client.run(program, args, { ...OPTIONS, buffer: false });
  running.stdout.on('data', (chunk) => {
    bytes += chunk.length;
  });
  await running;
  return bytes;
};

const measureSpeed = async (url) => {
  const frames = await FrameClient.open(url);
  const client = await connect(url);
  const times = { framesTrue: [], clientTrue: [], framesStream: [], clientStream: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const turns = [
      async () => times.framesStream.push(await timed(() => frames.run(STREAM))),
      async () => times.clientStream.push(await timed(() => readStream(client))),
    ];
    for (let i = 0; i < RUNS_A_ROUND; i += 1) {
      times.framesTrue.push(await timed(() => frames.run(['true'])));
      times.clientTrue.push(await timed(() => client.run('true', [], OPTIONS)));
    }
    // Each is first in turn.
    for (const act of round % 2 === 0 ? turns : turns.reverse()) {
      await act();
    }
    if (round === 0) {
      // Warm now.
      for (const list of Object.values(times)) {
        list.length = 0;
      }
    }
  }
  frames.close();
  await client.close();
  return times;
};

/** What the heap and buffers grow by with so many commands that wait. */
const measureMemory = async (url) => {
  const client = await connect(url);
  await client.run('true');
  const before = await used();
  const running = Array.from({ length: CONCURRENT }, () =>
    client.run('sleep', ['60'], { reject: false }),
  );
  await Promise.all(running.map(({ started }) => started));
  const after = await used();
  await client.close();
  return (after - before) / 1024 / CONCURRENT;
};

const used = async () => {
  // A thread frees what a collection finds, and the next one counts it.
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc();
    await setTimeout(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const measureImport = () => {
  const run = (code) =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
    );
  const code = `const began = performance.now(); await import(${JSON.stringify(ENTRY)}); console.log(performance.now() - began)`;
  return median(Array.from({ length: 9 }, () => run(code)));
};

const daemon = await startOurs();
try {
  // First, before buffers of the other measurement lie about.
  const memory = await measureMemory(daemon.url);
  const times = await measureSpeed(daemon.url);
  const middle = (list, key) => median(list.map((each) => each[key]));
  const ms = (list) => middle(list, 'ms').toFixed(2);
  const rate = (list) => STREAM_BYTES / 1000 / middle(list, 'ms');
  const cpu = (list) => (middle(list, 'cpuMs') / (STREAM_BYTES / 1e9)).toFixed(0);
  const [frames, client] = [rate(times.framesStream), rate(times.clientStream)];
  const ratios = times.framesStream.map(({ ms }, i) => ms / times.clientStream[i].ms);
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  console.log(
    [
      `true, start to result: frames ${ms(times.framesTrue)} ms, client ${ms(times.clientTrue)} ms`,
      `stdout: frames ${frames.toFixed(0)} MB/s, client ${client.toFixed(0)} MB/s (${median(ratios).toFixed(2)} of frames; rounds: ${range})`,
      `processor time of the client for 1 GB: frames ${cpu(times.framesStream)} ms, client ${cpu(times.clientStream)} ms`,
      `processor time of the client for true: frames ${middle(times.framesTrue, 'cpuMs').toFixed(2)} ms, client ${middle(times.clientTrue, 'cpuMs').toFixed(2)} ms`,
      `memory of ${CONCURRENT} commands at once: ${memory.toFixed(1)} KiB each`,
      `entry point: 1 file, ${(readFileSync(ENTRY).length / 1024).toFixed(0)} KiB, ${measureImport().toFixed(0)} ms to import`,
    ].join('\n'),
  );
} finally {
  await daemon.stop();
}
