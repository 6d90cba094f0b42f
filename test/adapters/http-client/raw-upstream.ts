import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A request as it came, byte by byte, each byte a character. */
export interface RawRequest {
  readonly text: string;
  /** The line with method and target. */
  readonly line: string;
  /** `name: value`, in order. */
  readonly fields: readonly string[];
  readonly body: string;
  readonly socket: Socket;
}

/** A server that shows what really comes, and answers with bytes of a test's choice. */
export class RawUpstream implements AsyncDisposable {
  readonly received: RawRequest[] = [];
  /** Connections so far. */
  connections = 0;
  /** What is done with a request; by default it is answered with `ok`. */
  answer: (request: RawRequest) => void = ({ socket }) => socket.write(OK);
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #waiting: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async open(): Promise<RawUpstream> {
    const upstream = new RawUpstream();
    upstream.#server.listen(0, '127.0.0.1');
    await once(upstream.#server, 'listening');
    return upstream;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  url(path = '/'): string {
    return `http://${this.host}${path}`;
  }

  /** Every request is answered with these bytes; then the connection is left open, ended or reset. */
  respond(text: string, then: 'wait' | 'end' | 'reset' = 'wait'): void {
    this.answer = ({ socket }) => {
      socket.write(Buffer.from(text, 'latin1'), () => {
        if (then === 'end') {
          socket.end();
        }
        if (then === 'reset') {
          socket.resetAndDestroy();
        }
      });
    };
  }

  /** A CONNECT is obeyed: from then on its connection leads to where it says. */
  tunnel(): void {
    this.answer = ({ socket, line }) => {
      const [host, port] = line.split(' ')[1]?.split(':') ?? [];
      const far = connect(Number(port), host, () => {
        socket.removeAllListeners('data');
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(far).pipe(socket);
      });
      far.on('error', () => socket.destroy());
      socket.on('close', () => far.destroy());
    };
  }

  /** Resolves with the request of that number, counted from 0. */
  async request(index = 0): Promise<RawRequest> {
    for (;;) {
      const request = this.received[index];
      if (request !== undefined) {
        return request;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let request = read(text, socket); request; request = read(text, socket)) {
        text = text.slice(request.text.length);
        this.received.push(request);
        for (const goOn of this.#waiting.splice(0)) {
          goOn();
        }
        this.answer(request);
      }
    });
  }
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

const read = (text: string, socket: Socket): RawRequest | undefined => {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) {
    return undefined;
  }
  const [line = '', ...fields] = text.slice(0, end).split('\r\n');
  const length = Number(fields.find((f) => f.startsWith('content-length: '))?.slice(16) ?? 0);
  const body = text.slice(end + 4, end + 4 + length);
  if (body.length < length) {
    return undefined;
  }
  return { text: text.slice(0, end + 4 + length), line, fields, body, socket };
};
