import { describe, expect, test } from '@jest/globals';
import type { NodeDirectory } from '../../../src/application/ports/routing/node-directory.js';
import type { Node } from '../../../src/domain/routing/node.js';

/** A fleet that a test controls, and a directory of it. */
export interface DirectorySubject extends AsyncDisposable {
  readonly directory: NodeDirectory;
  /** A node starts; resolves with it as it must be listed. */
  start(name: string): Promise<Node>;
  /** A node changes its load, or begins to drain. */
  change(name: string, load: Partial<Pick<Node, 'sessions' | 'isDraining'>>): Promise<Node>;
  /** A node dies without a word. Resolves when it must not be listed any more. */
  kill(name: string): Promise<void>;
  /** The directory cannot be reached any more; undefined: it always can. */
  readonly cutOff: (() => Promise<void>) | undefined;
}

type Block = (title: string, body: () => void) => void;

/** The rules that every `NodeDirectory` keeps to. @param block `describe`, or a block that is left out */
export const nodeDirectoryContract = (
  name: string,
  make: () => Promise<DirectorySubject>,
  block: Block = describe,
): void => {
  block(`NodeDirectory contract: ${name}`, () => {
    test('lists no node, then each that starts, with its address and load', async () => {
      await using subject = await make();
      expect(await subject.directory.list()).toEqual([]);
      const [a, b] = [await subject.start('a'), await subject.start('b')];
      const listed = await subject.directory.list();
      expect([...listed].sort((x, y) => (x.name < y.name ? -1 : 1))).toEqual([a, b]);
    });

    test('lists how a node has changed, and none that has died', async () => {
      await using subject = await make();
      await subject.start('a');
      expect(await subject.directory.list()).toHaveLength(1);
      const changed = await subject.change('a', { sessions: 7, isDraining: true });
      expect(await subject.directory.list()).toEqual([changed]);
      await subject.kill('a');
      expect(await subject.directory.list()).toEqual([]);
    });

    test('fails instead of listing nothing when it cannot be reached', async () => {
      await using subject = await make();
      await subject.start('a');
      if (subject.cutOff !== undefined) {
        await subject.cutOff();
        await expect(subject.directory.list()).rejects.toThrow();
      }
    });
  });
};
