import { describe, expect, test } from '@jest/globals';
import type { NodeDirectory } from '../../../src/application/ports/routing/node-directory.js';
import type { NodeRegistry } from '../../../src/application/ports/routing/node-registry.js';
import { fleetNode } from '../../fakes/routing/fake-fleet.js';

/** A registry, and a directory of what is announced there. */
export interface RegistrySubject extends AsyncDisposable {
  readonly registry: NodeRegistry;
  readonly directory: NodeDirectory;
}

/** More than any test takes. */
const LONG_MS = 60_000;

type Block = (title: string, body: () => void) => void;

/** The rules that every `NodeRegistry` keeps to. @param block `describe`, or a block that is left out */
export const nodeRegistryContract = (
  name: string,
  make: () => Promise<RegistrySubject>,
  block: Block = describe,
): void => {
  block(`NodeRegistry contract: ${name}`, () => {
    test('replaces the former announcement of a node, and withdraws it', async () => {
      await using subject = await make();
      const { registry, directory } = subject;
      await registry.announce(fleetNode('a'), LONG_MS);
      const draining = fleetNode('a', { isDraining: true });
      expect(await registry.announce(draining, LONG_MS)).toBeUndefined();
      expect(await directory.list()).toEqual([draining]);
      await registry.withdraw('a');
      await registry.withdraw('never announced');
      expect(await directory.list()).toEqual([]);
    });

    test('keeps of two nodes with one name the first, until it is withdrawn', async () => {
      await using subject = await make();
      const { registry, directory } = subject;
      const [first, second] = [fleetNode('a'), fleetNode('a', { url: 'ws://second:1' })];
      await registry.announce(first, LONG_MS);
      expect(await registry.announce(second, LONG_MS)).toBe(first.url);
      expect(await directory.list()).toEqual([first]);
      await registry.withdraw('a');
      expect(await registry.announce(second, LONG_MS)).toBeUndefined();
      expect(await directory.list()).toEqual([second]);
    });
  });
};
