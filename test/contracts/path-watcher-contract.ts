import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PathWatcher } from '../../src/application/ports/path-watcher.js';
import { Deferred } from '../support/deferred.js';

/** Files and who watches them; paths are relative to a directory that is there. */
export interface WatchedWorld {
  readonly watcher: PathWatcher;
  /** The path as the watcher takes it. */
  at(path: string): string;
  createFile(path: string): void;
  createDirectory(path: string): void;
  /** Writes to a file. */
  modify(path: string): void;
  remove(path: string): void;
  rename(from: string, to: string): void;
  dispose(): void;
}

/** The rules that every `PathWatcher` keeps to. */
export const pathWatcherContract = (name: string, make: () => WatchedWorld): void => {
  describe(`PathWatcher contract: ${name}`, () => {
    let world: WatchedWorld;

    beforeEach(() => {
      world = make();
      world.createDirectory('directory');
      world.createDirectory('directory/inner');
      world.createFile('present');
    });

    afterEach(() => world.dispose());

    const watch = async ({
      missing = ['missing'],
      present,
    }: Wish): Promise<Watching | undefined> => {
      const watching = new Watching();
      const paths = { missing: missing.map(world.at), present: present && world.at(present) };
      watching.end = await world.watcher.watch(paths, () => watching.change());
      return watching.end && watching;
    };

    const watchFor = async (wish: Wish): Promise<Watching> => {
      const watching = await watch(wish);
      if (watching === undefined) {
        throw new Error('nothing is watched');
      }
      return watching;
    };

    /** Resolves once all that has happened so far has been told. */
    const caughtUp = async (): Promise<void> => {
      const marker = await watchFor({ missing: ['marker'] });
      world.createFile('marker');
      await marker.changed;
    };

    test.each<[string, readonly string[], (world: WatchedWorld) => void]>([
      ['a missing file appears', ['missing'], (w) => w.createFile('missing')],
      ['a missing directory appears', ['missing'], (w) => w.createDirectory('missing')],
      [
        'a missing path deep inside appears',
        ['directory/inner/x'],
        (w) => w.createFile('directory/inner/x'),
      ],
      ['a missing parent appears', ['a/b/c'], (w) => w.createDirectory('a')],
      ['a file appears in place of a missing parent', ['a/b/c'], (w) => w.createFile('a')],
      [
        'something is renamed to a missing path',
        ['missing'],
        (w) => w.rename('present', 'missing'),
      ],
      [
        'one of several appears',
        ['one', 'directory/two', 'three'],
        (w) => w.createFile('directory/two'),
      ],
      ['a path named twice appears', ['missing', 'missing'], (w) => w.createFile('missing')],
      [
        'a parent is renamed',
        ['directory/inner/x'],
        (w) => w.rename('directory/inner', 'directory/other'),
      ],
      [
        'a parent of a parent is renamed',
        ['directory/inner/x'],
        (w) => w.rename('directory', 'other'),
      ],
      ['a parent is removed', ['directory/inner/x'], (w) => w.remove('directory/inner')],
      [
        'it appears and is gone again',
        ['missing'],
        (w) => {
          w.createFile('missing');
          w.remove('missing');
        },
      ],
    ])('reports when %s', async (_, missing, happen) => {
      const { changed } = await watchFor({ missing });
      happen(world);
      await changed;
    });

    test.each<[string, string, (world: WatchedWorld) => void]>([
      ['is modified', 'present', (w) => w.modify('present')],
      ['is removed', 'present', (w) => w.remove('present')],
      ['is renamed', 'present', (w) => w.rename('present', 'other')],
      [
        'is replaced',
        'present',
        (w) => {
          w.createFile('other');
          w.rename('other', 'present');
        },
      ],
      ['is a directory that is removed', 'directory/inner', (w) => w.remove('directory/inner')],
      [
        'is in a directory that is renamed',
        'directory/inner',
        (w) => w.rename('directory', 'other'),
      ],
    ])('reports when the present path %s', async (_, present, happen) => {
      const { changed } = await watchFor({ present });
      happen(world);
      await changed;
    });

    test.each<[string, (world: WatchedWorld) => void]>([
      ['appears', (w) => w.createFile('sibling')],
      ['has the name with more behind it', (w) => w.createFile('missing-not')],
      ['is modified', (w) => w.modify('present')],
      ['is removed', (w) => w.remove('present')],
      ['is renamed', (w) => w.rename('present', 'other')],
      ['appears beside a parent', (w) => w.createFile('directory/sibling')],
    ])('does not report a neighbour that %s', async (_, happen) => {
      const watching = await watchFor({ missing: ['missing', 'directory/inner/x'] });
      happen(world);
      await caughtUp();
      expect(watching.changes).toBe(0);
      watching.stop();
    });

    test('does not report a change inside a present directory', async () => {
      const watching = await watchFor({ present: 'directory' });
      world.createFile('directory/sibling');
      await caughtUp();
      expect(watching.changes).toBe(0);
      watching.stop();
    });

    test('reports once', async () => {
      const watching = await watchFor({ missing: ['missing', 'another'] });
      world.createFile('missing');
      await watching.changed;
      world.createFile('another');
      await caughtUp();
      expect(watching.changes).toBe(1);
    });

    test('reports nothing after it was stopped, and may be stopped twice', async () => {
      const watching = await watchFor({});
      watching.stop();
      world.createFile('missing');
      await caughtUp();
      expect(watching.changes).toBe(0);
      watching.stop();
    });

    test('reports to each of two watches of the same path', async () => {
      const [one, two] = [await watchFor({}), await watchFor({})];
      world.createFile('missing');
      await Promise.all([one.changed, two.changed]);
    });

    test('watches nothing when a missing path exists', async () => {
      expect(await watch({ missing: ['present'] })).toBeUndefined();
      expect(await watch({ missing: ['missing', 'directory'] })).toBeUndefined();
    });

    test('watches nothing when the present path does not exist', async () => {
      expect(await watch({ present: 'nowhere' })).toBeUndefined();
      expect(await watch({ present: 'nowhere/deep' })).toBeUndefined();
    });
  });
};

/** Paths relative to the directory; `missing` is what there is to watch when nothing is said. */
interface Wish {
  readonly missing?: readonly string[];
  readonly present?: string;
}

/** A watch and what it has told. */
class Watching {
  changes = 0;
  end: (() => void) | undefined;
  readonly #changed = new Deferred();

  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  change(): void {
    this.changes += 1;
    this.#changed.resolve();
  }

  stop(): void {
    this.end?.();
  }
}
