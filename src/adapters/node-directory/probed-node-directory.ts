import { Agent, get, type IncomingMessage } from 'node:http';
import type { Logger } from '../../application/ports/logger.js';
import type { NodeDirectory } from '../../application/ports/routing/node-directory.js';
import type { Node } from '../../domain/routing/node.js';
import { NODE_PATH } from '../../protocol/fleet.js';
import { readDescription } from './read-description.js';

const MAX_DESCRIPTION_BYTES = 4096;
/** What an exec-server answers to a host name that it was not told of. */
const FORBIDDEN = 403;

/** Asks every address for the node that is there. */
export class ProbedNodeDirectory implements NodeDirectory {
  readonly #addresses: () => Promise<readonly string[]>;
  readonly #timeoutMs: number;
  readonly #logger: Logger;
  readonly #agent = new Agent({ keepAlive: true });
  /** Addresses that were logged as unusable. */
  #unusable: readonly string[] = [];
  #isDisposed = false;

  /**
   * @param addresses resolves with `ws://HOST:PORT` of each node; rejects when they cannot be found out
   * @param timeoutMs of one node: one that has not answered by then is left out
   */
  constructor(addresses: () => Promise<readonly string[]>, timeoutMs: number, logger: Logger) {
    this.#addresses = addresses;
    this.#timeoutMs = timeoutMs;
    this.#logger = logger;
  }

  async list(): Promise<readonly Node[]> {
    const urls = [...new Set(await this.#addresses())].sort();
    if (this.#isDisposed) {
      throw new Error('disposed');
    }
    const found = await Promise.all(urls.map((url) => this.#probe(url)));
    const nodes = new Map<string, Node>();
    const unusable: string[] = [];
    for (const [index, answer] of found.entries()) {
      const url = urls[index] ?? '';
      if (typeof answer === 'object' && !nodes.has(answer.name)) {
        nodes.set(answer.name, answer);
      } else if (answer !== 'silent') {
        unusable.push(url);
        this.#noteUnusable(url, answer);
      }
    }
    this.#unusable = unusable;
    return [...nodes.values()];
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#agent.destroy();
  }

  /** Never rejects. `other`: something else than a node answers, or the URL is invalid. */
  #probe(url: string): Promise<Node | 'silent' | Unusable> {
    return new Promise((resolve) => {
      const signal = AbortSignal.timeout(this.#timeoutMs);
      try {
        const request = get(
          new URL(NODE_PATH, url.replace(/^ws:/, 'http:')),
          { agent: this.#agent, signal },
          (response) => {
            void readBody(response).then(
              (text) => resolve(readDescription(text, url) ?? unusable(response)),
              () => resolve('silent'),
            );
          },
        );
        request.on('error', () => resolve('silent'));
      } catch {
        resolve('other');
      }
    });
  }

  #noteUnusable(url: string, answer: Node | Unusable): void {
    if (this.#unusable.includes(url)) {
      return;
    }
    if (answer === 'other') {
      this.#logger.warn('address without a node: start its exec-server with --node-id', { url });
    } else if (answer === 'forbidden') {
      this.#logger.warn(
        'address refuses its host name: start its exec-server with --allowed-host',
        { url },
      );
    } else {
      this.#logger.warn(
        'address without a node of its own: another address has the same --node-id',
        { url, node: answer.name },
      );
    }
  }
}

type Unusable = 'forbidden' | 'other';

const unusable = ({ statusCode }: IncomingMessage): Unusable =>
  statusCode === FORBIDDEN ? 'forbidden' : 'other';

const readBody = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_DESCRIPTION_BYTES) {
      response.destroy();
      break;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
