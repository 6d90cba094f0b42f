import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { requestText, UPGRADE_HEADERS } from '../adapters/http-server/request-text.js';
import type { ByteStream } from './byte-streams.js';

/** Slices of one byte each are for short streams: the others would take minutes. */
const MAX_SLICES = 500;
/** Far beyond what it takes to notice an end, also on a busy machine. */
const HANG_MS = 60_000;

/**
 * Sends a stream, ends its side, and resolves when the daemon has ended the connection.
 *
 * @throws {Error} when it does not.
 */
export const sendStream = async (port: number, stream: ByteStream): Promise<void> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  // Not `once`, which fails at an error: a reset is an end like any other.
  const heard = (event: string) => new Promise((resolve) => socket.once(event, resolve));
  const closed = heard('close');
  const ended = heard('end');
  await Promise.race([heard('connect'), closed]);
  if (!stream.deaf) {
    socket.resume();
  }
  if (stream.upgraded) {
    socket.write(requestText('GET /', UPGRADE_HEADERS));
  }
  for (const slice of slices(stream)) {
    if (socket.destroyed) {
      return;
    }
    socket.write(slice);
    await nextTurn();
  }
  socket.end();
  // One that has read nothing sees the end only behind all that it was sent.
  socket.resume();
  const hang = AbortSignal.timeout(HANG_MS);
  await Promise.race([
    closed,
    ended,
    new Promise((resolve) => hang.addEventListener('abort', resolve)),
  ]);
  socket.destroy();
  if (hang.aborted) {
    throw new Error(`the connection was not ended within ${HANG_MS} ms`);
  }
};

function* slices({ parts, sliceBytes }: ByteStream): Iterable<Buffer> {
  const bytes = Buffer.concat(parts);
  const size = Math.max(sliceBytes, Math.ceil(bytes.length / MAX_SLICES));
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}
