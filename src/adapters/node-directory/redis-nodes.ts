import { once } from 'node:events';
import { createClient } from '@redis/client';
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

  async list(): Promise<readonly Node[]> {
    await this.#connected();
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

  async announce(node: Node, ttlMs: number): Promise<void> {
    await this.#connected();
    await this.#client
      .multi()
      .set(keyOf(node.name), writeDescription(node), { expiration: { type: 'PX', value: ttlMs } })
      .sAdd(NAMES, node.name)
      .exec();
  }

  async withdraw(name: string): Promise<void> {
    await this.#connected();
    await this.#client.multi().del(keyOf(name)).sRem(NAMES, name).exec();
  }

  async dispose(): Promise<void> {
    this.#client.destroy();
  }

  /** Rejects at the first attempt that fails. */
  async #connected(): Promise<void> {
    if (!this.#client.isReady) {
      await once(this.#client, 'ready', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
    }
  }
}

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
