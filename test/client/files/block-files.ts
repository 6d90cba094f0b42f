import { ConnectionInterrupted, RequestFailed } from '../../../src/client/errors.js';
import { FakeSession, type SentRequest } from '../fake-session.js';

/** A server with files of bytes, for what is read and written by blocks. */
export class BlockFiles {
  readonly files = new Map<string, Buffer>();
  readonly connection = new FakeSession((request) => this.#answer(request));
  readonly #open = new Map<string, string>();
  /** Requests under way at once, at most. */
  mostUnderWay = 0;
  #underWay = 0;
  /** A connection breaks under the block that goes beyond it. */
  bytesAConnection = Number.POSITIVE_INFINITY;
  #carriedBytes = 0;
  /** Files are opened twice, as by a request that is sent again since its answer was lost. */
  answersTwice = false;

  get openCount(): number {
    return this.#open.size;
  }

  async #answer(request: SentRequest): Promise<unknown> {
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    // An answer takes a turn of the event loop, as over a network.
    await new Promise(setImmediate);
    this.#underWay -= 1;
    const { method, params } = request;
    this.#carriedBytes += params.len ?? Buffer.from(params.chunk ?? '', 'base64').length;
    const answer = this.#respond(request);
    if (this.#carriedBytes <= this.bytesAConnection) {
      return answer;
    }
    this.#carriedBytes = 0;
    this.connection.interrupt();
    return new ConnectionInterrupted(method, 'cut');
  }

  #respond({ method, params }: SentRequest): unknown {
    const uri = this.#open.get(params.handleId) ?? '';
    const content = this.files.get(uri) ?? Buffer.alloc(0);
    switch (method) {
      case 'fs/open':
        if (this.answersTwice) {
          this.#openFile(params);
        }
        return this.#openFile(params);
      case 'fs/readBlock': {
        const chunk = content.subarray(params.offset, params.offset + params.len);
        return { chunk: chunk.toString('base64'), eof: chunk.length < params.len };
      }
      case 'fs/writeBlock': {
        const bytes = Buffer.from(params.chunk, 'base64');
        const grown = Buffer.alloc(Math.max(content.length, params.offset + bytes.length));
        content.copy(grown);
        bytes.copy(grown, params.offset);
        this.files.set(uri, grown);
        return {};
      }
      case 'fs/close':
        this.#open.delete(params.handleId);
        return {};
      default:
        return new Error(`unexpected ${method}`);
    }
  }

  #openFile({ path, handleId, mode }: { path: string; handleId: string; mode: string }): unknown {
    if (mode === 'replace') {
      this.files.set(path, Buffer.alloc(0));
    }
    if (!this.files.has(path)) {
      return new Error('No such file or directory (os error 2)');
    }
    if (this.#open.has(handleId)) {
      const message = `file handle \`${handleId}\` already exists`;
      return new RequestFailed('fs/open', { code: -32_600, message });
    }
    this.#open.set(handleId, path);
    return { handleId };
  }
}
