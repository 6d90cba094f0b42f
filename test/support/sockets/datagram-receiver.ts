import koffi from 'koffi';
import { toSocketAddress } from '../../../src/adapters/systemd/notify-socket.js';

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SHUT_RDWR = 2;
const MAX_BYTES = 4096;

const library = koffi.load(null);
const socket = library.func('int socket(int, int, int)');
const bind = library.func('int bind(int, const void *, unsigned int)');
const receive = library.func('long recv(int, void *, size_t, int)');
const shutdown = library.func('int shutdown(int, int)');
const close = library.func('int close(int)');

/** A Unix datagram socket, as systemd has one for `NOTIFY_SOCKET`. */
export class DatagramReceiver implements AsyncDisposable {
  readonly #fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  #pending: Promise<unknown> = Promise.resolve();

  /** @param address a path, or `@NAME` */
  constructor(address: string) {
    const name = toSocketAddress(address);
    if (bind(this.#fd, name, name.length) !== 0) {
      throw new Error(`bind failed with errno ${koffi.errno()}`);
    }
  }

  /** The next datagram, in the order in which they were sent. */
  async next(): Promise<string> {
    const bytes = Buffer.alloc(MAX_BYTES);
    const length = new Promise<number>((resolve, reject) => {
      receive.async(this.#fd, bytes, bytes.length, 0, (error: unknown, result: number) =>
        error ? reject(error) : resolve(Number(result)),
      );
    });
    this.#pending = length;
    return bytes.toString('utf8', 0, await length);
  }

  /** The datagrams up to the first one for which `isLast` holds, which is among them. */
  async until(isLast: (datagram: string) => boolean): Promise<readonly string[]> {
    const seen: string[] = [];
    for (;;) {
      seen.push(await this.next());
      if (isLast(seen.at(-1) as string)) {
        return seen;
      }
    }
  }

  /** Ends a `next` that waits, too. */
  async [Symbol.asyncDispose](): Promise<void> {
    shutdown(this.#fd, SHUT_RDWR);
    await this.#pending;
    close(this.#fd);
  }
}
