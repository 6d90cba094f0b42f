import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** Where to connect to: addresses that were decided about, in the order in which they are tried. */
export interface Destination {
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Connects to one of these addresses and to nothing else: no name is resolved here. @throws what the last attempt does */
export const dial = async (
  { addresses, port }: Destination,
  timeoutMs: number,
): Promise<Socket> => {
  const deadline = performance.now() + timeoutMs;
  let failure: Error = Object.assign(new Error('no address'), { code: 'EHOSTUNREACH' });
  for (const address of addresses) {
    try {
      return await open(address, port, deadline - performance.now());
    } catch (error) {
      failure = error as Error;
    }
  }
  throw failure;
};

const open = (host: string, port: number, timeoutMs: number): Promise<Socket> => {
  const socket = connect({ host, port, allowHalfOpen: true });
  return inTime(socket, Math.max(0, timeoutMs), (resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      socket.setNoDelay();
      resolve(socket);
    });
  });
};

/** Resolves and rejects as `run` says; destroys the socket if that rejects, or takes too long. */
export const inTime = async (
  socket: Socket,
  timeoutMs: number,
  run: (resolve: (socket: Socket) => void, reject: (error: Error) => void) => void,
): Promise<Socket> => {
  const timer = setTimeout(
    () => socket.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
    timeoutMs,
  );
  try {
    return await new Promise(run);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

/** Sends what either end sends to the other, until both have ended or one of them fails. */
export const tunnel = (one: Socket, other: Socket): void => {
  pipeline(one, other, () => undefined);
  pipeline(other, one, () => undefined);
};

/** The end of a connection that the client has, such as `127.0.0.1:40000`. */
export const clientOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string =>
  `${remoteAddress}:${remotePort}`;
