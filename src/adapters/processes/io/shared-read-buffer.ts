import type { Socket, SocketConstructorOpts, TcpSocketConnectOpts } from 'node:net';

/**
 * One byte more than a pipe holds: a read that fills its buffer is repeated at once and finds the little that
 * was written meanwhile, so half of all chunks would be tiny.
 */
const READ_BUFFER_BYTES = 64 * 1024 + 1;

/** A buffer for all the output of one runner: what is read into it is copied out before anything else is read. */
export const createReadBuffer = (): Uint8Array => new Uint8Array(READ_BUFFER_BYTES);

/** A public option of sockets that is missing in their types. */
type Options = SocketConstructorOpts & Pick<TcpSocketConnectOpts, 'onread'>;

/**
 * Opens a paused stream that reads into `buffer`, which is shared by other streams: the bytes of a `data`
 * event are valid until the listener returns.
 */
export const openSharedBufferSocket = <T extends Socket>(
  buffer: Uint8Array,
  open: (options: Options) => T,
): T => {
  const options = {
    onread: {
      buffer,
      callback: (count: number, filled: Uint8Array) =>
        stream.emit('data', filled.subarray(0, count)),
    },
    // What a socket sets in its copy of the options: V8 of Node 20 makes a hidden class for each property that a copy lacks.
    allowHalfOpen: false,
    emitClose: false,
    autoDestroy: true,
    decodeStrings: false,
  };
  const stream: T = open(options);
  // Marks the stream as being read. Otherwise it would start reading in the tick after a `resume`, even if
  // paused again.
  stream.read(0);
  stream.pause();
  return stream;
};
