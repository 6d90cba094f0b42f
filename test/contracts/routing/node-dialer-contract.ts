import { describe, expect, test } from '@jest/globals';
import type {
  Dialled,
  Hop,
  NodeDialer,
} from '../../../src/application/ports/routing/node-dialer.js';
import type { Node } from '../../../src/domain/routing/node.js';

/** A dialer, and nodes that answer it in every way. */
export interface DialerSubject extends AsyncDisposable {
  readonly dialer: NodeDialer<unknown>;
  /** By what dialling it must come to. `unreachable` takes another host. */
  readonly nodes: Readonly<Record<Exclude<Dialled<unknown>['outcome'], 'unreachable'>, Node>>;
}

const HOP: Hop = { address: '192.0.2.1', authorization: undefined, opensSession: true };

/** The rules that every `NodeDialer` keeps to. */
export const nodeDialerContract = (name: string, make: () => Promise<DialerSubject>): void => {
  describe(`NodeDialer contract: ${name}`, () => {
    test('tells every way in which a node answers', async () => {
      await using subject = await make();
      for (const [outcome, node] of Object.entries(subject.nodes)) {
        expect(await subject.dialer.dial(node, HOP)).toMatchObject({ outcome });
      }
    });

    test('has a link for a node that opens, and a status for one that refuses', async () => {
      await using subject = await make();
      const { opened, refused } = subject.nodes;
      expect(await subject.dialer.dial(opened, HOP)).toHaveProperty('link');
      expect(await subject.dialer.dial(refused, HOP)).toHaveProperty('status', 401);
    });
  });
};
