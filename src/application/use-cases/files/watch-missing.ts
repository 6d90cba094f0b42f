import type { ClientConnection } from '../../connection/client-connection.js';
import type { HostPath } from '../../host/host-path.js';
import type { FileLimits } from '../../limits/file-limits.js';
import type { PathWatcher, WatchedPaths } from '../../ports/path-watcher.js';
import { AfterReply } from './after-reply.js';
import type { FileOperations } from './file-operations.js';

export interface WatchMissingCommand {
  /** Chosen by the client, above every earlier one of its connection. */
  readonly watchId: bigint;
  readonly missing: readonly HostPath[];
  readonly present: HostPath | undefined;
}

/** Whether the watch is active. The caller reports when the reply was sent: notifications follow it. */
export interface MissingWatch {
  readonly isWatching: boolean;
  onReplied(): void;
}

/** Notifies a client once when missing paths may have appeared. */
export class WatchMissing {
  readonly #operations: FileOperations;
  readonly #watcher: PathWatcher;
  readonly #limits: FileLimits;

  constructor(operations: FileOperations, watcher: PathWatcher, limits: FileLimits) {
    this.#operations = operations;
    this.#watcher = watcher;
    this.#limits = limits;
  }

  /**
   * Resolves with whether the watch is active; if not, the client must check the paths itself. A valid
   * `watchId` stops the previous watch in either case.
   */
  execute(connection: ClientConnection, command: WatchMissingCommand): Promise<MissingWatch> {
    return this.#operations.run(connection, undefined, () => this.#watch(connection, command));
  }

  async #watch(connection: ClientConnection, command: WatchMissingCommand): Promise<MissingWatch> {
    const { watchId } = command;
    const change = new AfterReply(() => notify(connection, watchId));
    const answer = (isWatching: boolean) => ({ isWatching, onReplied: change.replied });
    if (!connection.watch.begin(watchId)) {
      return answer(false);
    }
    const paths = this.#pathsOf(command);
    const stop = paths && (await this.#watcher.watch(paths, change.trigger));
    return answer(stop !== undefined && connection.watch.attach(watchId, stop));
  }

  /** Undefined: there are none or too many paths, or some are of another kind of host. */
  #pathsOf({ missing, present }: WatchMissingCommand): WatchedPaths | undefined {
    if (missing.length === 0 || missing.length > this.#limits.maxWatchedPaths) {
      return undefined;
    }
    const paths = missing.flatMap(({ path }) => path ?? []);
    if (paths.length < missing.length) {
      return undefined;
    }
    if (present !== undefined && present.path === undefined) {
      return undefined;
    }
    return { missing: paths, present: present?.path };
  }
}

const notify = (connection: ClientConnection, watchId: bigint): void => {
  if (!connection.watch.trigger(watchId)) {
    return;
  }
  void connection.channel.notify({ kind: 'missing-path-changed', watchId });
};
