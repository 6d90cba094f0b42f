import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';

const HEAD_BYTES = 200;

/**
 * Reads and writes a file by blocks with as little work as possible, so that it is the server that is
 * measured: a reply is recognised by its first and last bytes, its data is neither parsed nor decoded.
 */
export class BlockClient {
  #socket;
  #waiting = new Map();
  #nextId = 1;

  static async open(url) {
    const client = new BlockClient();
    client.#socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    client.#socket.on('message', (data) => client.#receive(data));
    await new Promise((resolve, reject) => {
      client.#socket.once('open', resolve);
      client.#socket.once('error', reject);
    });
    client.#socket._socket.setNoDelay(true);
    await client.request('initialize', { clientName: 'bench' });
    client.#socket.send('{"method":"initialized"}');
    return client;
  }

  async request(method, params) {
    const { data } = await this.#ask(`"method":"${method}","params":${JSON.stringify(params)}}`);
    const { result, error } = JSON.parse(data);
    if (error) {
      throw new Error(error.message);
    }
    return result;
  }

  /** Resolves with the number of bytes in the block, and its base64. */
  async read(handleId, offset, len) {
    const { data } = await this.#ask(
      `"method":"fs/readBlock","params":{"handleId":"${handleId}","offset":${offset},"len":${len}}}`,
    );
    const start = data.indexOf('"chunk":"') + 9;
    if (start < 9) {
      throw new Error(data.toString('latin1', 0, HEAD_BYTES));
    }
    const end = data.lastIndexOf('","eof":');
    const padding = data[end - 1] !== 0x3d ? 0 : data[end - 2] === 0x3d ? 2 : 1;
    return { bytes: ((end - start) / 4) * 3 - padding, base64: data.subarray(start, end) };
  }

  /** Writes a block that `blockFrame` has made. */
  async write(handleId, offset, frame) {
    const head = `"method":"fs/writeBlock","params":{"handleId":"${handleId}","offset":${offset},"chunk":"`;
    const { data } = await this.#ask(head, frame);
    if (!data.includes('"result":{}')) {
      throw new Error(data.toString('latin1', 0, HEAD_BYTES));
    }
  }

  close() {
    this.#socket.terminate();
  }

  #ask(text, frame) {
    const id = this.#nextId++;
    const message = Buffer.from(`{"id":${id},${text}`);
    const socket = this.#socket._socket;
    socket.cork();
    socket.write(maskedFrame(TEXT, message, frame === undefined));
    if (frame !== undefined) {
      socket.write(frame);
      socket.write(maskedFrame(CONTINUATION, Buffer.from('"}}'), true));
    }
    socket.uncork();
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #receive(data) {
    // Ours begin with the id or the error, upstream's end with the id too.
    const text = `${data.toString('latin1', 0, HEAD_BYTES)} ${data.toString('latin1', Math.max(0, data.length - 60))}`;
    const id = Number(/"id":(\d+)/.exec(text)?.[1]);
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.({ data });
  }
}

/** A block as the middle fragment of a message: masked once, so that sending it costs next to nothing. */
export const blockFrame = (bytes) =>
  maskedFrame(CONTINUATION, Buffer.from(bytes.toString('base64')), false);

const TEXT = 1;
const CONTINUATION = 0;

/** RFC 6455 section 5.2. */
const maskedFrame = (opcode, payload, isLast) => {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (head.length === 2 ? payload.length : head.length === 4 ? 126 : 127);
  if (head.length === 4) {
    head.writeUInt16BE(payload.length, 2);
  }
  if (head.length === 10) {
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  const mask = randomBytes(4);
  const masked = payload.map((byte, index) => byte ^ mask[index & 3]);
  return Buffer.concat([head, mask, masked]);
};
