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

const open = (host: string, port: number, timeoutMs: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true });
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
      Math.max(0, timeoutMs),
    );
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      socket.setNoDelay();
      resolve(socket);
    });
  });

/** Sends what either end sends to the other, until both have ended or one of them fails. */
export const tunnel = (one: Socket, other: Socket): void => {
  pipeline(one, other, () => undefined);
  pipeline(other, one, () => undefined);
};
