import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch as watchDirectory,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NodePathWatcher } from '../../../src/adapters/file-system/watching/node-path-watcher.js';
import type { WatchDirectory } from '../../../src/adapters/file-system/watching/path-watch.js';
import { pathWatcherContract } from '../../contracts/path-watcher-contract.js';
import { Deferred } from '../../support/deferred.js';

/** So that it is the kernel that tells. */
const NEVER = { watchPollIntervalMs: 1_000_000 };

pathWatcherContract('Node', () => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'path-watcher-'));
  const at = (path: string): string => join(root, path);
  return {
    watcher: new NodePathWatcher(NEVER),
    at,
    createFile: (path) => writeFileSync(at(path), ''),
    createDirectory: (path) => mkdirSync(at(path)),
    modify: (path) => appendFileSync(at(path), 'more'),
    remove: (path) => rmSync(at(path), { recursive: true }),
    rename: (from, to) => renameSync(at(from), at(to)),
    dispose: () => rmSync(root, { recursive: true }),
  };
});

describe('Watching the files of this host', () => {
  let root: string;
  const at = (path: string): string => join(root, path);

  beforeEach(() => {
    root = mkdtempSync(join(realpathSync(tmpdir()), 'path-watcher-'));
    mkdirSync(at('folder'));
    writeFileSync(at('file'), '');
    symlinkSync('folder', at('link'));
    symlinkSync('nowhere', at('dangling'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const nobody = (): void => undefined;
  const watch = (missing: string, watcher = new NodePathWatcher(NEVER), onChange = nobody) =>
    watcher.watch({ missing: [at(missing)], present: undefined }, onChange);

  test.each([
    ['a link to nowhere', 'dangling'],
    ['behind a link', 'link/x'],
    ['behind a link to nowhere', 'dangling/x'],
    ['behind a file', 'file/x'],
    ['a name that is too long', 'x'.repeat(300)],
  ])('a path that is %s is not watched', async (_, path) => {
    expect(await watch(path)).toBeUndefined();
  });

  test('a link in the place of what is present is not watched', async () => {
    const watcher = new NodePathWatcher(NEVER);
    const paths = { missing: [at('x')], present: at('link') };
    expect(await watcher.watch(paths, nobody)).toBeUndefined();
  });

  test('a name that is not UTF-8 is watched', async () => {
    const changed = new Deferred();
    await watch('folder/\udcff', undefined, changed.resolve);
    writeFileSync(Buffer.concat([Buffer.from(at('folder/')), Buffer.of(0xff)]), '');
    await changed.promise;
  });

  test('permissions of a directory on the way count', async () => {
    const changed = new Deferred();
    await watch('folder/x', undefined, changed.resolve);
    chmodSync(at('folder'), 0o700);
    await changed.promise;
  });

  test.each(['ENOSPC', 'EMFILE'])('nothing is watched, nor kept, at %s', async (code) => {
    const watching = new CountingWatch();
    const watcher = new NodePathWatcher(NEVER, (...args) => {
      if (watching.started === 2) {
        throw Object.assign(new Error(code), { code });
      }
      return watching.watch(...args);
    });
    expect(await watch('folder/x', watcher)).toBeUndefined();
    expect(watching.open).toBe(0);
  });

  test('a watch that ends, by itself or not, leaves nothing behind', async () => {
    const watching = new CountingWatch();
    const watcher = new NodePathWatcher(NEVER, watching.watch);
    const stop = await watch('folder/x', watcher);
    expect(watching.open).toBeGreaterThan(1);
    stop?.();
    expect(watching.open).toBe(0);

    const changed = new Deferred();
    await watch('folder/x', watcher, changed.resolve);
    writeFileSync(at('folder/x'), '');
    await changed.promise;
    expect(watching.open).toBe(0);
    expect(await watch('file', watcher)).toBeUndefined();
    expect(watching.open).toBe(0);
  });

  test('what the kernel does not tell is found by looking', async () => {
    const watching = new CountingWatch();
    const deaf = new NodePathWatcher({ watchPollIntervalMs: 5 }, (path, options) =>
      watching.watch(path, options, nobody),
    );
    const [created, modified] = [new Deferred(), new Deferred()];
    await watch('folder/x', deaf, created.resolve);
    await deaf.watch({ missing: [at('y')], present: at('file') }, modified.resolve);
    writeFileSync(at('folder/x'), '');
    await created.promise;
    writeFileSync(at('file'), 'more');
    await modified.promise;
    expect(watching.open).toBe(0);
  });
});

/** Watches, and knows how many watchers there are. */
class CountingWatch {
  started = 0;
  open = 0;

  readonly watch: WatchDirectory = (...args) => {
    const watcher = watchDirectory(...args);
    this.started += 1;
    this.open += 1;
    const close = watcher.close.bind(watcher);
    watcher.close = () => {
      this.open -= 1;
      close();
    };
    return watcher;
  };
}
