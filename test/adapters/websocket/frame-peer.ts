import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { requestText, UPGRADE_HEADERS } from '../http-server/request-text.js';
import { type Frame, readFrame } from './frames.js';

const HEAD_END = '\r\n\r\n';

/** How a connection is opened. */
interface PeerOptions {
  /** Sent in one go with the request. */
  readonly head?: Buffer;
  /** Replaces the headers of the request. */
  readonly headers?: readonly string[];
}

/** The client's end of a WebSocket, frame by frame. Its side stays open when the server's ends. */
export class FramePeer implements Disposable {
  readonly socket: Socket;
  /** Resolves when the server has ended its side, however it did. */
  readonly ended: Promise<void>;
  /** The response that opened the WebSocket, with its headers. */
  response = '';
  #received: Buffer = Buffer.alloc(0);
  /** What came after `#received`, not joined yet: joining takes time after a long pause. */
  #arrived: Buffer[] = [];
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
    socket.on('data', (bytes: Buffer) => this.#arrived.push(bytes));
  }

  /** Resolves when the server has answered the request to open a WebSocket. */
  static async open(port: number, options: PeerOptions = {}): Promise<FramePeer> {
    const { head = Buffer.alloc(0), headers = UPGRADE_HEADERS } = options;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    const peer = new FramePeer(socket);
    peer.send(Buffer.concat([Buffer.from(requestText('GET /', headers), 'latin1'), head]));
    await peer.#readResponse();
    return peer;
  }

  send(...frames: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  /** Resolves with the next frame; undefined when the server ends first. */
  async frame(): Promise<Frame | undefined> {
    for (;;) {
      const [frame, rest] = readFrame(this.#received);
      this.#received = rest;
      if (frame !== undefined) {
        return frame;
      }
      if (this.#isEnded && this.#arrived.length === 0) {
        return undefined;
      }
      await this.#more();
    }
  }

  /** Resolves with the next message, put together from its frames; control frames are passed over. */
  async message(): Promise<string | undefined> {
    const parts: Buffer[] = [];
    for (;;) {
      const frame = await this.frame();
      if (frame === undefined) {
        return undefined;
      }
      if (frame.opcode >= 8) {
        continue;
      }
      parts.push(frame.payload);
      if (frame.fin) {
        return Buffer.concat(parts).toString();
      }
    }
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  async #readResponse(): Promise<void> {
    while (!this.#received.includes(HEAD_END) && !this.#isEnded) {
      await this.#more();
    }
    const end = this.#received.indexOf(HEAD_END) + HEAD_END.length;
    this.response = this.#received.toString('latin1', 0, end);
    this.#received = this.#received.subarray(end);
  }

  /** Resolves when something has come, or the end. */
  async #more(): Promise<void> {
    if (this.#arrived.length === 0) {
      await Promise.race([once(this.socket, 'data'), this.ended]);
    }
    this.#received = Buffer.concat([this.#received, ...this.#arrived]);
    this.#arrived = [];
  }
}
