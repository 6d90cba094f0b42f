import { pathWatcherContract } from '../../contracts/path-watcher-contract.js';
import { FakePathWatcher } from './fake-path-watcher.js';

pathWatcherContract('a fake', () => {
  const watcher = new FakePathWatcher();
  const at = (path: string): string => `/world/${path}`;
  return {
    watcher,
    at,
    createFile: (path) => watcher.create(at(path)),
    createDirectory: (path) => watcher.create(at(path)),
    modify: (path) => watcher.modify(at(path)),
    remove: (path) => watcher.remove(at(path)),
    rename: (from, to) => watcher.rename(at(from), at(to)),
    dispose: () => undefined,
  };
});
