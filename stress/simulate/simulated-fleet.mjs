import { tagOf } from '../../build/modules/domain/routing/node-tag.js';

const TTL_MS = 5000;

/** Nodes that are objects instead of processes, with a directory that is as old as a real one, and a dialer. */
export class SimulatedFleet {
  #nowMs = 0;
  #nextNode = 0;
  /** Addresses of nodes that have ended: the next node may get one. */
  #freeAddresses = [];
  #byAddress = new Map();
  #listed = [];
  #announced = new Map();
  isDirectoryReachable = true;
  dials = 0;

  constructor(maxSessions) {
    this.maxSessions = maxSessions;
  }

  get nodes() {
    return [...this.#byAddress.values()];
  }

  start() {
    const name = `node-${this.#nextNode++}`;
    const url = this.#freeAddresses.pop() ?? `ws://node-${this.#nextNode}:8765`;
    const node = {
      name,
      url,
      tag: tagOf(name),
      sessions: new Set(),
      isDraining: false,
      isAlive: true,
    };
    this.#byAddress.set(url, node);
    return node;
  }

  /** It ends, orderly or not. Where its host is gone too, nothing answers at its address. */
  end(node, { isHostGone = false, isOrderly = false } = {}) {
    node.isAlive = false;
    node.isHostGone = isHostGone;
    if (isOrderly) {
      this.#announced.delete(node.name);
    }
    if (!isHostGone) {
      this.#byAddress.delete(node.url);
      this.#freeAddresses.push(node.url);
    }
  }

  /** A second passes: every node announces itself, and announcements that are too old end. */
  tick(nowMs) {
    this.#nowMs = nowMs;
    if (!this.isDirectoryReachable) {
      return;
    }
    for (const node of this.#byAddress.values()) {
      if (node.isAlive) {
        this.#announced.set(node.name, { atMs: nowMs, entry: this.#describe(node) });
      }
    }
    for (const [name, { atMs }] of this.#announced) {
      if (nowMs - atMs >= TTL_MS) {
        this.#announced.delete(name);
      }
    }
    this.#listed = [...this.#announced.values()].map(({ entry }) => entry);
  }

  directory = {
    list: async () => {
      if (!this.isDirectoryReachable) {
        throw new Error('unreachable');
      }
      return this.#listed;
    },
    dispose: async () => undefined,
  };

  dialer = {
    dial: async ({ name, url }, { opensSession }) => {
      this.dials += 1;
      const node = this.#byAddress.get(url);
      if (node === undefined) {
        return { outcome: 'gone' };
      }
      if (!node.isAlive) {
        return { outcome: 'unreachable' };
      }
      if (node.name !== name) {
        return { outcome: 'misdirected' };
      }
      return opensSession && (node.isDraining || node.sessions.size >= this.maxSessions)
        ? { outcome: 'busy' }
        : { outcome: 'opened', link: node };
    },
  };

  #describe({ name, url, sessions, isDraining }) {
    return { name, url, sessions: sessions.size, maxSessions: this.maxSessions, isDraining };
  }

  clock = {
    nowMs: () => this.#nowMs,
    unixTimeMs: () => this.#nowMs,
    // Nothing in it takes long enough to be called off.
    schedule: () => () => undefined,
  };
}
