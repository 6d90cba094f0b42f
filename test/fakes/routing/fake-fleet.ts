import type {
  Dialled,
  Hop,
  NodeDialer,
} from '../../../src/application/ports/routing/node-dialer.js';
import type { NodeDirectory } from '../../../src/application/ports/routing/node-directory.js';
import type { NodeRegistry } from '../../../src/application/ports/routing/node-registry.js';
import type { Node } from '../../../src/domain/routing/node.js';

/** A node with room, at an address of its name. */
export const fleetNode = (name: string, changes: Partial<Node> = {}): Node => ({
  name,
  url: `ws://${name}:1`,
  sessions: 0,
  maxSessions: 100,
  isDraining: false,
  ...changes,
});

/** A directory in memory, where nodes announce themselves too. Announcements do not end by themselves. */
export class FakeDirectory implements NodeDirectory, NodeRegistry {
  nodes: readonly Node[];
  isReachable = true;
  /** Times to live that were asked for. */
  readonly ttls: number[] = [];
  reads = 0;

  constructor(...nodes: readonly Node[]) {
    this.nodes = nodes;
  }

  async list(): Promise<readonly Node[]> {
    this.reads += 1;
    this.#requireReachable();
    return this.nodes;
  }

  async announce(node: Node, ttlMs: number): Promise<string | undefined> {
    this.#requireReachable();
    const other = this.nodes.find(({ name, url }) => name === node.name && url !== node.url);
    if (other !== undefined) {
      return other.url;
    }
    this.ttls.push(ttlMs);
    this.nodes = [...this.nodes.filter(({ name }) => name !== node.name), node];
    return undefined;
  }

  async withdraw(name: string): Promise<void> {
    this.#requireReachable();
    this.nodes = this.nodes.filter((node) => node.name !== name);
  }

  async dispose(): Promise<void> {
    this.isReachable = false;
  }

  #requireReachable(): void {
    if (!this.isReachable) {
      throw new Error('unreachable');
    }
  }
}

/** Dials nodes that answer as a test says: by default they open, and their link is their URL. */
export class FakeDialer implements NodeDialer<string> {
  /** By URL. */
  readonly answers = new Map<string, Dialled<string>['outcome']>();
  readonly dialled: { readonly url: string; readonly hop: Hop }[] = [];

  async dial({ url }: Node, hop: Hop): Promise<Dialled<string>> {
    this.dialled.push({ url, hop });
    const outcome = this.answers.get(url) ?? 'opened';
    if (outcome === 'opened') {
      return { outcome, link: url };
    }
    return outcome === 'refused' ? { outcome, status: 401 } : { outcome };
  }
}
