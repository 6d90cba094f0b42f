import { FakeSession, type SentRequest } from '../fake-session.js';

/** A server with files of bytes, for what is read and written by blocks. */
export class BlockFiles {
  readonly files = new Map<string, Buffer>();
  readonly connection = new FakeSession((request) => this.#answer(request));
  readonly #open = new Map<string, string>();
  /** Requests under way at once, at most. */
  mostUnderWay = 0;
  #underWay = 0;

  get openCount(): number {
    return this.#open.size;
  }

  async #answer(request: SentRequest): Promise<unknown> {
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    // An answer takes a turn of the event loop, as over a network.
    await new Promise(setImmediate);
    this.#underWay -= 1;
    return this.#respond(request);
  }

  #respond({ method, params }: SentRequest): unknown {
    const uri = this.#open.get(params.handleId) ?? '';
    const content = this.files.get(uri) ?? Buffer.alloc(0);
    switch (method) {
      case 'fs/open':
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
    this.#open.set(handleId, path);
    return { handleId };
  }
}
