import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A receiver of OTLP over HTTP on loopback, which keeps what it is sent. */
export class OtlpReceiver implements AsyncDisposable {
  readonly bodies: string[] = [];
  readonly requests: {
    readonly path: string | undefined;
    readonly headers: IncomingHttpHeaders;
  }[] = [];
  readonly #server: Server;
  readonly #waiting = new Set<ServerResponse>();

  /** Of its answers; `none`: it never answers. */
  status: number | 'none';

  private constructor(status: number | 'none') {
    this.status = status;
    this.#server = createServer((request, response) => {
      this.requests.push({ path: request.url, headers: request.headers });
      this.#waiting.add(response);
      response.once('close', () => this.#waiting.delete(response));
      void text(request).then((body) => {
        this.bodies.push(body);
        if (this.status !== 'none') {
          answer(response, this.status);
        }
      });
    });
  }

  /** @param status of its answers; `none`: it never answers */
  static async listen(status: number | 'none' = 200): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(status);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests that wait for their answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves when the next request has begun. */
  async next(): Promise<void> {
    await once(this.#server, 'request');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const response of this.#waiting) {
      // So that nothing is sent again.
      answer(response, 400);
    }
    this.#server.close();
    this.#server.closeIdleConnections();
    await once(this.#server, 'close');
  }
}

const answer = (response: ServerResponse, status: number): void => {
  const headers = { 'Content-Type': 'application/json', Connection: 'close' };
  response.writeHead(status, headers).end('{}');
};
