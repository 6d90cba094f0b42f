import type { Session } from '../../../domain/sessions/session.js';
import type { EnvironmentRequest } from '../../../domain/shell-snapshots/environment-changes.js';
import {
  type LoginCommand,
  readLoginCommand,
  type ShellSnapshot,
} from '../../../domain/shell-snapshots/login-command.js';
import { fitsSystem, restoreCommand } from '../../../domain/shell-snapshots/restored-command.js';
import { startUpFiles } from '../../../domain/shell-snapshots/start-up-files.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { ShellSnapshotLimits } from '../../limits/shell-snapshot-limits.js';
import type { Clock } from '../../ports/clock.js';
import type { FileSystemProvider } from '../../ports/file-system-provider.js';
import type { HostInformation } from '../../ports/host-information.js';
import type { ProcessSpec } from '../../ports/process-runner.js';
import type { CaptureShellState } from './capture-shell-state.js';
import { SnapshotCache } from './snapshot-cache.js';
import { startUpFingerprint } from './start-up-fingerprint.js';

/** A command of a client, with the snapshot that it asks for. */
export interface SnapshotRequest extends EnvironmentRequest {
  readonly argv: readonly string[];
  readonly arg0: string | undefined;
  readonly shellSnapshot: ShellSnapshot | undefined;
}

interface SnapshotHost {
  readonly files: FileSystemProvider;
  readonly host: HostInformation;
  readonly clock: Clock;
}

/** Lets login commands take the state of their shell from a snapshot instead of its start-up files. */
export class ReuseShellState {
  readonly #capture: CaptureShellState;
  readonly #ports: SnapshotHost;
  readonly #limits: ShellSnapshotLimits;
  /** No snapshot of one session serves another. */
  readonly #caches = new WeakMap<Session, SnapshotCache>();

  constructor(capture: CaptureShellState, ports: SnapshotHost, limits: ShellSnapshotLimits) {
    this.#capture = capture;
    this.#ports = ports;
    this.#limits = limits;
  }

  /**
   * Returns what replaces the command by one that restores the snapshot, and returns it unchanged while there is
   * none; undefined: no snapshot applies. @throws {ExecServerError} for a shell that has no snapshots.
   */
  execute(
    connection: ClientConnection,
    request: SnapshotRequest,
  ): ((spec: ProcessSpec) => Promise<ProcessSpec>) | undefined {
    const { argv, arg0, shellSnapshot } = request;
    const login = shellSnapshot && readLoginCommand(argv, arg0, shellSnapshot);
    if (login === undefined) {
      return undefined;
    }
    return (spec) => this.#replace(connection, request, login, spec);
  }

  async #replace(
    connection: ClientConnection,
    request: SnapshotRequest,
    login: LoginCommand,
    spec: ProcessSpec,
  ): Promise<ProcessSpec> {
    // No other command has the same restrictions, so a capture would serve this one alone.
    if (typeof spec.confinement?.network === 'object') {
      return spec;
    }
    const session = connection.requireSession('exec');
    const { files, host, clock } = this.#ports;
    const restore = restoreCommand.bind(undefined, request, host.environment());
    const paths = startUpFiles(login.shell, spec.env);
    const freshness = {
      startUpFiles: await startUpFingerprint(files.forSandbox(undefined), paths),
      nowMs: clock.nowMs(),
    };
    const state = await this.#cacheOf(session).get(keyOf(request, login, spec), freshness, () =>
      this.#capture.execute({
        login,
        spec,
        restore: (captured, script) => restore({ ...login, script, parameters: [] }, captured),
        ended: session.ended,
        facts: { session: connection.facts.session },
      }),
    );
    if (state === undefined) {
      return spec;
    }
    const restored = restore(login, state);
    return fitsSystem(restored) ? { ...spec, ...restored } : spec;
  }

  #cacheOf(session: Session): SnapshotCache {
    const { maxShellSnapshots, shellSnapshotRetryMs } = this.#limits;
    const cache =
      this.#caches.get(session) ?? new SnapshotCache(maxShellSnapshots, shellSnapshotRetryMs);
    this.#caches.set(session, cache);
    return cache;
  }
}

/**
 * What start-up files depend on, and what a snapshot must not cross: above all the restrictions, since a snapshot may
 * hold what a stricter sandbox must not read. The client's `env` is no part: it differs in every command.
 */
const keyOf = (
  { shellSnapshot, envPolicy }: SnapshotRequest,
  { shell, path }: LoginCommand,
  { cwd, confinement }: ProcessSpec,
): string =>
  JSON.stringify([
    shellSnapshot?.scopeId,
    shell,
    path,
    cwd,
    envPolicy ?? null,
    confinement ?? null,
  ]);
