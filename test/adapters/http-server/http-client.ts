import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A response as it came over the wire. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';

/** A TCP connection that sends whatever bytes the test likes, and reads responses. Dispose of it. */
export class HttpClient implements AsyncDisposable {
  readonly socket: Socket;
  /** Resolves when the server has ended its side, however it did. */
  readonly ended: Promise<void>;
  #received = Buffer.alloc(0);
  #isEnded = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.#isEnded = true;
        resolve();
      };
      socket.once('end', end).once('close', end);
    });
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
    });
  }

  static async connect(port: number): Promise<HttpClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new HttpClient(socket);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Resolves with the next response. @throws {Error} when the server ends before it is whole. */
  async response(): Promise<WireResponse> {
    for (;;) {
      const response = this.#take();
      if (response !== undefined) {
        return response;
      }
      if (this.#isEnded) {
        throw new Error(`ended after: ${this.#received.toString('latin1')}`);
      }
      await Promise.race([once(this.socket, 'data'), this.ended]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.ended;
  }

  #take(): WireResponse | undefined {
    const text = this.#received.toString('latin1');
    const headEnd = text.indexOf(HEAD_END);
    if (headEnd === -1) {
      return undefined;
    }
    const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
    const headers = Object.fromEntries(lines.map(toHeader));
    const end = headEnd + HEAD_END.length + Number(headers['content-length'] ?? 0);
    if (text.length < end) {
      return undefined;
    }
    this.#received = this.#received.subarray(end);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
    return { status, headers, body: text.slice(headEnd + HEAD_END.length, end) };
  }
}

const toHeader = (line: string): [string, string] => {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
};
