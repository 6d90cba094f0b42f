import type { Node } from './node.js';
import { tagIn, tagOf } from './node-tag.js';

/** How long a table remembers. */
export interface NodeTableRules {
  /** A node that the directory no longer lists is still found by resumes for this long. */
  readonly forgetAfterMs: number;
  /** A node that could not be reached gets no new session for this long. */
  readonly avoidMs: number;
}

/** What a node is for new sessions: only an `open` one gets them. */
export type NodeState =
  | 'open'
  | 'full'
  | 'draining'
  /** It could not be reached a moment ago. */
  | 'avoided'
  /** The directory does not list it any more; resumes find it for a while. */
  | 'unlisted'
  /** Another node has its tag. */
  | 'unusable';

interface Entry {
  readonly tag: string;
  node: Node;
  /** Sessions sent there since the node last said how many it has. */
  placed: number;
  /** Undefined: the directory lists it. */
  unlistedSinceMs: number | undefined;
  avoidedUntilMs: number;
}

/** Random picks before all nodes are looked at. */
const PICKS = 8;

/** The nodes that a gateway knows. It chooses one for a new session, and finds the owner of an existing one. */
export class NodeTable {
  readonly #rules: NodeTableRules;
  readonly #entries = new Map<string, Entry>();
  #byTag = new Map<string, Entry>();
  /** Names of nodes that cannot be used. */
  #unusable: readonly string[] = [];
  /** Listed entries that take new sessions, when the directory was last read. */
  #open: readonly Entry[] = [];

  constructor(rules: NodeTableRules) {
    this.#rules = rules;
  }

  /** All nodes, also those that are remembered only. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many nodes are in which state. */
  count(nowMs: number): Readonly<Record<NodeState, number>> {
    const count = { open: 0, full: 0, draining: 0, avoided: 0, unlisted: 0, unusable: 0 };
    for (const entry of this.#entries.values()) {
      count[this.#byTag.get(entry.tag) === entry ? stateOf(entry, nowMs) : 'unusable'] += 1;
    }
    return count;
  }

  /**
   * The directory was read. Returns the names of nodes that cannot be used, since another one has their tag: they get no
   * session.
   */
  update(listed: readonly Node[], nowMs: number): readonly string[] {
    const names = new Set(listed.map(({ name }) => name));
    let isSame = true;
    for (const [name, entry] of this.#entries) {
      if (names.has(name)) {
        continue;
      }
      entry.unlistedSinceMs ??= nowMs;
      if (nowMs - entry.unlistedSinceMs >= this.#rules.forgetAfterMs) {
        this.#entries.delete(name);
        isSame = false;
      }
    }
    for (const node of listed) {
      isSame = this.#list(node) && isSame;
    }
    if (!isSame) {
      this.#indexByTag();
    }
    this.#findOpen();
    return this.#unusable;
  }

  /** The node that issued this session id; undefined: none that is known. */
  owner(sessionId: string): { node: Node; isListed: boolean } | undefined {
    const entry = this.#byTag.get(tagIn(sessionId) ?? '');
    return entry && { node: entry.node, isListed: entry.unlistedSinceMs === undefined };
  }

  /**
   * The less loaded of two nodes picked at random, of those that take new sessions. Undefined: there is none.
   *
   * @param random returns a number from 0 to below 1
   * @param except names of nodes that were tried already
   */
  choose(nowMs: number, random: () => number, except: ReadonlySet<string>): Node | undefined {
    const isUsable = (entry: Entry): boolean =>
      loadOf(entry) < 1 && entry.avoidedUntilMs <= nowMs && !except.has(entry.node.name);
    let first: Entry | undefined;
    for (let pick = 0; pick < PICKS; pick += 1) {
      const entry = this.#open[Math.floor(random() * this.#open.length)];
      if (entry === undefined || !isUsable(entry)) {
        continue;
      }
      if (first !== undefined && first !== entry) {
        return (loadOf(entry) < loadOf(first) ? entry : first).node;
      }
      first = entry;
    }
    return leastLoaded(this.#open.filter(isUsable))?.node;
  }

  /** Any node, to answer a client that no other node serves: one that is listed, if there is one. */
  any(except: ReadonlySet<string>): Node | undefined {
    const entries = [...this.#byTag.values()].filter(({ node }) => !except.has(node.name));
    const listed = entries.find(({ unlistedSinceMs }) => unlistedSinceMs === undefined);
    return (listed ?? entries[0])?.node;
  }

  /** A new session was sent to the node. */
  placed({ name }: Node): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) {
      entry.placed += 1;
    }
  }

  /** The node could not be reached, or refused a new session. */
  avoid({ name }: Node, nowMs: number): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) {
      entry.avoidedUntilMs = nowMs + this.#rules.avoidMs;
    }
  }

  /** False: it was not known. */
  #list(node: Node): boolean {
    const entry = this.#entries.get(node.name);
    if (entry === undefined) {
      const tag = tagOf(node.name);
      const rest = { placed: 0, unlistedSinceMs: undefined, avoidedUntilMs: 0 };
      this.#entries.set(node.name, { tag, node, ...rest });
      return false;
    }
    // A node at a new address is another process: it is not avoided for the former one.
    entry.avoidedUntilMs = entry.node.url === node.url ? entry.avoidedUntilMs : 0;
    entry.node = node;
    entry.placed = 0;
    entry.unlistedSinceMs = undefined;
    return true;
  }

  /** In the order of the names, so that all gateways agree on two nodes with one tag. */
  #indexByTag(): void {
    const byTag = new Map<string, Entry>();
    const unusable: string[] = [];
    for (const entry of [...this.#entries.values()].sort(byName)) {
      if (byTag.has(entry.tag)) {
        unusable.push(entry.node.name);
      } else {
        byTag.set(entry.tag, entry);
      }
    }
    this.#byTag = byTag;
    this.#unusable = unusable;
  }

  #findOpen(): void {
    const byTag = this.#byTag;
    const listed = [...byTag.values()].filter((entry) => entry.unlistedSinceMs === undefined);
    // A directory that lists nothing has lost its content, as a Redis that was started anew: the nodes are still there.
    const candidates = listed.length > 0 ? listed : [...byTag.values()];
    this.#open = candidates.filter((entry) => !entry.node.isDraining && loadOf(entry) < 1);
  }
}

const loadOf = ({ node, placed }: Entry): number =>
  (node.sessions + placed) / Math.max(1, node.maxSessions);

const stateOf = (entry: Entry, nowMs: number): NodeState => {
  if (entry.unlistedSinceMs !== undefined) {
    return 'unlisted';
  }
  if (entry.node.isDraining) {
    return 'draining';
  }
  if (loadOf(entry) >= 1) {
    return 'full';
  }
  return entry.avoidedUntilMs > nowMs ? 'avoided' : 'open';
};

const leastLoaded = (entries: readonly Entry[]): Entry | undefined =>
  entries.reduce<Entry | undefined>(
    (least, entry) => (least === undefined || loadOf(entry) < loadOf(least) ? entry : least),
    undefined,
  );

const byName = (a: Entry, b: Entry): number => (a.node.name < b.node.name ? -1 : 1);
