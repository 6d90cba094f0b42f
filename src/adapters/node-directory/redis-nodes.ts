import { once } from 'node:events';
import { createClient, ErrorReply } from '@redis/client';
import type { NodeDirectory } from '../../application/ports/routing/node-directory.js';
import type { NodeRegistry } from '../../application/ports/routing/node-registry.js';
import type { Node } from '../../domain/routing/node.js';
import { readDescription, writeDescription } from './read-description.js';

/** The names of all nodes. The braces keep all keys in one slot of a cluster. */
const NAMES = '{exec-server}:nodes';
const keyOf = (name: string): string => `{exec-server}:node:${name}`;

const CONNECT_TIMEOUT_MS = 2000;
/** A Redis that sends nothing for this long, though it is asked every second, hangs. */
const SILENCE_TIMEOUT_MS = 5000;
const MAX_RECONNECT_DELAY_MS = 1000;
/** More wait while Redis hangs only. */
const MAX_WAITING_COMMANDS = 100;

/**
 * Nodes in Redis: a set of names, and a key for each node that ends with its time to live. Redis measures that time, so no clock of
 * another machine counts.
 */
export class RedisNodes implements NodeDirectory, NodeRegistry {
  readonly #client: ReturnType<typeof connect>;

  /** Connects now, and again whenever the connection is lost. @param url `redis://` or, with TLS, `rediss://`; may have a password */
  constructor(url: string) {
    this.#client = connect(url);
  }

  list(): Promise<readonly Node[]> {
    return this.#connected(() => this.#list());
  }

  announce(node: Node, ttlMs: number): Promise<string | undefined> {
    return this.#connected(() => this.#announce(node, ttlMs));
  }

  async withdraw(name: string): Promise<void> {
    await this.#connected(() => this.#client.multi().del(keyOf(name)).sRem(NAMES, name).exec());
  }

  async dispose(): Promise<void> {
    this.#client.destroy();
  }

  async #list(): Promise<readonly Node[]> {
    const names = await this.#client.sMembers(NAMES);
    if (names.length === 0) {
      return [];
    }
    const texts = await this.#client.mGet(names.map(keyOf));
    const gone = names.filter((_, index) => texts[index] === null);
    if (gone.length > 0) {
      // A node that is not gone adds its name again with its next announcement.
      await this.#client.sRem(NAMES, gone);
    }
    return texts.flatMap((text) => (text === null ? [] : (readDescription(text) ?? [])));
  }

  /** Of two nodes that begin at once the one that is announced last stays: the other one finds it when it announces itself again. */
  async #announce(node: Node, ttlMs: number): Promise<string | undefined> {
    const key = keyOf(node.name);
    const announced = readDescription((await this.#client.get(key)) ?? '');
    if (announced !== undefined && announced.url !== node.url) {
      return announced.url;
    }
    await this.#client
      .multi()
      .set(key, writeDescription(node), { expiration: { type: 'PX', value: ttlMs } })
      .sAdd(NAMES, node.name)
      .exec();
    return undefined;
  }

  /** Rejects at the first attempt to connect that fails. */
  async #connected<T>(use: () => Promise<T>): Promise<T> {
    try {
      if (!this.#client.isReady) {
        await once(this.#client, 'ready', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
      }
      return await use();
    } catch (error) {
      throw withCode(error);
    }
  }
}

/** What Redis answers begins with a code, such as NOAUTH. A log has the code of an error, and never its text. */
const withCode = (error: unknown): unknown => {
  const code = error instanceof ErrorReply && /^[A-Z]+/.exec(error.message)?.[0];
  return code ? Object.assign(error, { code }) : error;
};

const connect = (url: string) => {
  const client = createClient({
    url,
    // A command fails at once while there is no connection.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_WAITING_COMMANDS,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, MAX_RECONNECT_DELAY_MS),
    },
  });
  // Every failure is seen by the command that fails.
  client.on('error', () => undefined);
  client.connect().catch(() => undefined);
  return client;
};
