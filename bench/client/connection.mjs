import { connect } from 'node:net';
import { FrameReader, pongFrame, textFrame } from './frames.mjs';
import { acknowledgeAtOnce } from './quick-ack.mjs';

/** All connections read into it, one after another: what was read is looked at before the next read. */
const READ_BUFFER = Buffer.allocUnsafe(256 * 1024);
const END_OF_HEAD = '\r\n\r\n';

/**
 * A WebSocket of a client that costs as little as possible, so that it is the server that is measured. It answers pings.
 * `onText(bytes, start, end, length)`: see `FrameReader`.
 */
export class Connection {
  #socket;
  #reader;
  #isClosed = false;
  onText = () => undefined;
  /** Called with an error when the server ends the connection. */
  onClose = () => undefined;

  /**
   * @param {string} url
   * @param {{ acknowledges?: 'at once' | 'later' }} [options] when TCP acknowledges what was received. A kernel does it with the next
   * bytes that the client sends, or up to 40 ms later, and a server without `TCP_NODELAY` waits for it
   */
  static open(url, { acknowledges = 'later' } = {}) {
    const connection = new Connection();
    return new Promise((resolve, reject) =>
      connection.#connect(url, acknowledges, resolve, reject),
    );
  }

  #connect(url, acknowledges, resolve, reject) {
    const { hostname, port, host } = new URL(url);
    let receive = (bytes) => {
      const at = bytes.indexOf(END_OF_HEAD);
      if (at === -1 || !bytes.toString('latin1', 0, 12).endsWith('101')) {
        reject(new Error(`not upgraded: ${bytes.toString('latin1', 0, 200)}`));
        return;
      }
      receive = (more) => this.#reader.receive(more);
      resolve(this);
      receive(bytes.subarray(at + END_OF_HEAD.length));
    };
    const callback =
      acknowledges === 'at once'
        ? (count) => {
            acknowledgeAtOnce(this.#socket._handle.fd);
            receive(READ_BUFFER.subarray(0, count));
            return true;
          }
        : (count) => {
            receive(READ_BUFFER.subarray(0, count));
            return true;
          };
    this.#reader = new FrameReader(
      (bytes, start, end, length) => this.onText(bytes, start, end, length),
      (payload) => this.write(pongFrame(payload)),
    );
    this.#socket = connect({
      host: hostname,
      port,
      noDelay: true,
      onread: { buffer: READ_BUFFER, callback },
    });
    this.#socket.on('error', reject);
    this.#socket.on('close', () => {
      if (!this.#isClosed) {
        const error = new Error('the server closed the connection');
        reject(error);
        this.onClose(error);
      }
    });
    this.#socket.write(upgradeRequest(host));
  }

  /** Frames that are encoded already. */
  write(bytes) {
    this.#socket.write(bytes);
  }

  send(text) {
    this.#socket.write(textFrame(text));
  }

  get socket() {
    return this.#socket;
  }

  close() {
    this.#isClosed = true;
    this.#socket.destroy();
  }
}

const upgradeRequest = (host) =>
  [
    'GET / HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    END_OF_HEAD,
  ]
    .join('\r\n')
    .slice(0, -2);
