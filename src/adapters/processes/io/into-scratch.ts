import type { Socket, SocketConstructorOpts, TcpSocketConnectOpts } from 'node:net';

/** A public option of sockets that their types do not know. */
type Options = SocketConstructorOpts & Pick<TcpSocketConnectOpts, 'onread'>;

/**
 * Opens a stream that reads into `buffer`, which other such streams read into as well: what its `data` event brings
 * is valid until the listener returns. The stream is paused.
 */
export const openSharedBufferSocket = <T extends Socket>(
  buffer: Uint8Array,
  open: (options: Options) => T,
): T => {
  const stream: T = open({
    onread: {
      buffer,
      callback: (count, filled) => stream.emit('data', filled.subarray(0, count)),
    },
  });
  // Node now takes it for being read. Else, in the turn after a `resume`, it would start to, also when paused again.
  stream.read(0);
  stream.pause();
  return stream;
};
