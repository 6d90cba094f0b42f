import { setTimeout as delay } from 'node:timers/promises';
import { clientFrame, OPCODE } from '../../build/test/adapters/websocket/frames.js';
import { crowd, RawClient, tally, UPGRADE } from './raw-client.mjs';

const MIB = 1024 ** 2;
const FLOOD_MS = 5000;
const INITIALIZE = clientFrame('{"id":0,"method":"initialize","params":{"clientName":"flood"}}');
const INITIALIZED = clientFrame('{"method":"initialized"}');

const begin = clientFrame(Buffer.alloc(15 * MIB, 'x'), { fin: false });
const goOn = clientFrame(Buffer.alloc(15 * MIB, 'x'), { fin: false, opcode: OPCODE.continuation });

/** Everybody writes the same, and waits until it has gone or the connection has. */
const sendAll = async (clients, bytes) => {
  await Promise.all(
    clients.map(({ socket, closed }) => {
      const sent = new Promise((resolve) => socket.write(bytes, resolve));
      return Promise.race([sent, closed]);
    }),
  );
};

const halfMessagesOfStrangers = async ({ port }) => {
  const clients = await crowd(40, () => RawClient.open(port, UPGRADE));
  for (const bytes of [begin, goOn, goOn]) {
    await sendAll(clients, bytes);
  }
  await delay(500);
  const got = tally(clients);
  for (const { socket } of clients) {
    socket.destroy();
  }
  return got;
};

const endless =
  (frames) =>
  async ({ port }) => {
    const clients = await crowd(4, () => RawClient.open(port, UPGRADE, INITIALIZE, INITIALIZED));
    for (const bytes of frames) {
      await sendAll(clients, bytes);
    }
    for (const { closed } of clients) {
      await closed;
    }
    return tally(clients);
  };

const tiny = clientFrame('x', { fin: false, opcode: OPCODE.continuation });
const manyFragments = [
  clientFrame('x', { fin: false }),
  Buffer.concat(Array.from({ length: 70_000 }, () => tiny)),
];

const largeFrames = async ({ port }) => {
  const until = performance.now() + FLOOD_MS;
  const clients = [];
  const frame = clientFrame(Buffer.alloc(17 * MIB, 'x'));
  while (performance.now() < until) {
    const client = await RawClient.open(port, UPGRADE, INITIALIZE, frame);
    await client.closed;
    clients.push(client);
  }
  return tally(clients);
};

const ping = clientFrame('x', { opcode: OPCODE.ping });
const pings = Buffer.concat(Array.from({ length: 10_000 }, () => ping));

const pingFlood =
  (isDeaf) =>
  async ({ port }) => {
    const client = await RawClient.open(port, UPGRADE, INITIALIZE, INITIALIZED);
    if (isDeaf) {
      client.socket.pause();
    }
    const times = await client.pour(pings, FLOOD_MS);
    const pongs = Math.floor(client.receivedBytes / 3);
    client.socket.destroy();
    const count = (number) => number.toLocaleString('en');
    return `${count(times * 10_000)} pings sent, about ${count(pongs)} pongs came`;
  };

/** What comes in frames, and what never becomes a message. */
export const FRAME_FLOODS = [
  {
    name: 'half messages of 45 MiB from 40 unauthenticated clients',
    limit: '--max-uninitialized-bytes 256MiB',
    offend: halfMessagesOfStrangers,
  },
  {
    name: '4 clients with messages of 75 MiB in 5 frames',
    limit: '--max-message-bytes 64MiB',
    offend: endless([begin, goOn, goOn, goOn, goOn]),
  },
  {
    name: '4 clients with 70,000 fragments of one byte',
    limit: '65,536 fragments',
    offend: endless(manyFragments),
  },
  { name: 'frames of 17 MiB for 5 s', limit: '--max-frame-bytes 16MiB', offend: largeFrames },
  { name: 'pings for 5 s', limit: 'one pong for many', offend: pingFlood(false) },
  {
    name: 'pings for 5 s from a client that reads nothing',
    limit: '64 KiB of pongs',
    offend: pingFlood(true),
  },
];
