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

/** So that the kernel reports the change, not a poll. */
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

describe('NodePathWatcher', () => {
  let root: string;
  const at = (path: string): string => join(root, path);

  beforeEach(() => {
    root = mkdtempSync(join(realpathSync(tmpdir()), 'path-watcher-'));
    mkdirSync(at('directory'));
    writeFileSync(at('file'), '');
    symlinkSync('directory', at('link'));
    symlinkSync('nowhere', at('dangling'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const ignore = (): void => undefined;
  const watch = (missing: string, watcher = new NodePathWatcher(NEVER), onChange = ignore) =>
    watcher.watch({ missing: [at(missing)], present: undefined }, onChange);

  test.each([
    ['a dangling link', 'dangling'],
    ['behind a link', 'link/x'],
    ['behind a dangling link', 'dangling/x'],
    ['behind a file', 'file/x'],
    ['a name that is too long', 'x'.repeat(300)],
  ])('does not watch a path that is %s', async (_, path) => {
    expect(await watch(path)).toBeUndefined();
  });

  test('does not watch a link in place of the present path', async () => {
    const watcher = new NodePathWatcher(NEVER);
    const paths = { missing: [at('x')], present: at('link') };
    expect(await watcher.watch(paths, ignore)).toBeUndefined();
  });

  test('watches a name that is not UTF-8', async () => {
    const changed = new Deferred();
    await watch('directory/\udcff', undefined, changed.resolve);
    writeFileSync(Buffer.concat([Buffer.from(at('directory/')), Buffer.of(0xff)]), '');
    await changed.promise;
  });

  test('reports a change of permissions of a directory on the way', async () => {
    const changed = new Deferred();
    await watch('directory/x', undefined, changed.resolve);
    chmodSync(at('directory'), 0o700);
    await changed.promise;
  });

  test.each(['ENOSPC', 'EMFILE'])(
    'watches nothing and keeps no watcher open at %s',
    async (code) => {
      const watching = new CountingWatch();
      const watcher = new NodePathWatcher(NEVER, (...args) => {
        if (watching.started === 2) {
          throw Object.assign(new Error(code), { code });
        }
        return watching.watch(...args);
      });
      expect(await watch('directory/x', watcher)).toBeUndefined();
      expect(watching.open).toBe(0);
    },
  );

  test('closes all its watchers when a watch is stopped, fires or cannot be set up', async () => {
    const watching = new CountingWatch();
    const watcher = new NodePathWatcher(NEVER, watching.watch);
    const stop = await watch('directory/x', watcher);
    expect(watching.open).toBeGreaterThan(1);
    stop?.();
    expect(watching.open).toBe(0);

    const changed = new Deferred();
    await watch('directory/x', watcher, changed.resolve);
    writeFileSync(at('directory/x'), '');
    await changed.promise;
    expect(watching.open).toBe(0);
    expect(await watch('file', watcher)).toBeUndefined();
    expect(watching.open).toBe(0);
  });

  test('finds by polling what the kernel does not report', async () => {
    const watching = new CountingWatch();
    const polling = new NodePathWatcher({ watchPollIntervalMs: 5 }, (path, options) =>
      watching.watch(path, options, ignore),
    );
    const [created, modified] = [new Deferred(), new Deferred()];
    await watch('directory/x', polling, created.resolve);
    await polling.watch({ missing: [at('y')], present: at('file') }, modified.resolve);
    writeFileSync(at('directory/x'), '');
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
