import type { Socket, SocketConstructorOpts, TcpSocketConnectOpts } from 'node:net';
import { sharedReadBuffer } from './scratch.js';

/** A public option of sockets that their types do not know. */
type Options = SocketConstructorOpts & Pick<TcpSocketConnectOpts, 'onread'>;

/**
 * Opens a stream that reads into memory which all such streams share: what its `data` event brings is good until
 * the listener returns. It is paused.
 */
export const openSharedBufferSocket = <T extends Socket>(open: (options: Options) => T): T => {
  const stream: T = open({
    onread: {
      buffer: sharedReadBuffer,
      callback: (count, buffer) => stream.emit('data', buffer.subarray(0, count)),
    },
  });
  // Node now takes it for being read. Else, in the turn after a `resume`, it would start to, also when paused again.
  stream.read(0);
  stream.pause();
  return stream;
};
