import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { FrameCounter } from './frame-counter.mjs';

const READ_BYTES = 256 * 1024;

/**
 * Starts a program on a daemon and takes all that it prints. Resolves with the bytes of the messages that came,
 * and the seconds from the start to `process/closed`. It looks at frame headers, answers pings, and reads into
 * the same memory again and again: so it is the daemon that is measured.
 */
export const countOutput = async (url, argv) => {
  let receive;
  const { hostname, port, host } = new URL(url);
  const callback = (count, buffer) => {
    receive(buffer.subarray(0, count));
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafe(READ_BYTES), callback };
  const socket = connect({ host: hostname, port, noDelay: true, onread });
  await once(socket, 'connect');
  const upgraded = new Promise((resolve) => {
    receive = (bytes) => bytes.subarray(-4).equals(END_OF_HEAD) && resolve();
  });
  socket.write(upgradeRequest(host));
  await upgraded;

  const frames = new FrameCounter(socket);
  receive = (bytes) => frames.receive(bytes);
  frames.send({ id: 1, method: 'initialize', params: { clientName: 'bench' } });
  await frames.message(({ id }) => id === 1);
  frames.send({ method: 'initialized' });
  const began = performance.now();
  const env = { PATH: process.env.PATH };
  const params = { processId: 'p', argv, cwd: 'file:///', env, tty: false };
  frames.send({ id: 2, method: 'process/start', params });
  await frames.message(({ method }) => method === 'process/closed');
  const seconds = (performance.now() - began) / 1000;
  socket.destroy();
  return { bytes: frames.bytes, seconds };
};

const END_OF_HEAD = Buffer.from('\r\n\r\n');

const upgradeRequest = (host) =>
  [
    'GET / HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    '\r\n',
  ].join('\r\n');
