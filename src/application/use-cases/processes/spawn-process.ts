import { ExecServerError } from '../../../domain/errors.js';
import {
  buildEnvironment,
  type EnvironmentPolicy,
} from '../../../domain/processes/environment-policy.js';
import { compileSandboxPolicy } from '../../../domain/sandbox/confinement.js';
import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { foreignPath, type HostPath } from '../../host/host-path.js';
import type { ProcessLimits } from '../../limits/process-limits.js';
import type { HostInformation } from '../../ports/host-information.js';
import type { ProcessRunner, ProcessSpec } from '../../ports/process-runner.js';
import type { ProcessTracker } from './process-tracker.js';

export interface SpawnProcessCommand {
  readonly processId: string;
  readonly argv: readonly string[];
  readonly arg0: string | undefined;
  readonly cwd: HostPath;
  readonly env: Readonly<Record<string, string>>;
  readonly envPolicy: EnvironmentPolicy | undefined;
  readonly tty: boolean;
  readonly pipeStdin: boolean;
  /** The restrictions of the process. */
  readonly restrictions: {
    readonly sandbox: SandboxPolicy | undefined;
    /** A proxy is requested as the only access to the network. */
    readonly networkProxy: boolean;
    /** In a sandbox: no network except through that proxy. No effect without a sandbox. */
    readonly enforceManagedNetwork: boolean;
  };
  /** The login shell whose start-up state may be reused, by commands of the same scope; undefined: none. */
  readonly shellSnapshot:
    | {
        readonly scopeId: string;
        readonly shell: { readonly name: string; readonly path: string };
      }
    | undefined;
}

/** Replaces what a command runs, right before its start. */
export interface StartUpReuse {
  /** Undefined: nothing is replaced. @throws {ExecServerError} when the request is not valid. */
  execute(
    connection: ClientConnection,
    command: SpawnProcessCommand,
  ): ((spec: ProcessSpec) => Promise<ProcessSpec>) | undefined;
}

/** A started process. */
export interface Spawned {
  readonly processId: string;
  readonly isSandboxed: boolean;
}

/** Starts a process that belongs to the session of the connection. */
export class SpawnProcess {
  readonly #runner: ProcessRunner;
  readonly #host: HostInformation;
  readonly #tracker: ProcessTracker;
  readonly #limits: ProcessLimits;
  readonly #startUpReuse: StartUpReuse;

  constructor(
    runner: ProcessRunner,
    host: HostInformation,
    tracker: ProcessTracker,
    limits: ProcessLimits,
    startUpReuse: StartUpReuse,
  ) {
    this.#runner = runner;
    this.#host = host;
    this.#tracker = tracker;
    this.#limits = limits;
    this.#startUpReuse = startUpReuse;
  }

  /**
   * Resolves when the program runs. @throws {ExecServerError} when it cannot; nothing is left behind then.
   */
  async execute(connection: ClientConnection, command: SpawnProcessCommand): Promise<Spawned> {
    const session = connection.requireSession('exec');
    const cwd = requireLocal(command.cwd);
    if (command.argv.length === 0) {
      throw new ExecServerError('invalid-argument', 'argv must not be empty');
    }
    const reuse = this.#startUpReuse.execute(connection, command);
    const { sandbox } = command.restrictions;
    const { handle, observer, log } = this.#tracker.track(
      session,
      command.processId,
      sandbox !== undefined,
      { session: connection.facts.session },
    );
    await session.startProcess(handle, async () => {
      refuseManagedNetwork(command.restrictions);
      this.#requireRoom(session);
      const env = buildEnvironment(command.env, command.envPolicy, this.#host.environment());
      try {
        const spec = {
          argv: command.argv,
          arg0: command.arg0,
          cwd,
          env,
          terminal: command.tty,
          pipeStdin: command.pipeStdin,
          confinement:
            sandbox && compileSandboxPolicy(sandbox, { cwd, temporaryDirectory: env.TMPDIR }),
        };
        const control = await this.#runner.start(reuse ? await reuse(spec) : spec, observer);
        log.started(control.pid);
        handle.started(control);
      } catch (error) {
        log.notStarted(error);
        throw error;
      }
    });
    return { processId: handle.id, isSandboxed: sandbox !== undefined };
  }

  #requireRoom(session: Session): void {
    const { maxProcessesPerSession } = this.#limits;
    if (session.processCount > maxProcessesPerSession) {
      throw new ExecServerError(
        'failed',
        `too many processes: a session keeps at most ${maxProcessesPerSession}`,
        { limit: 'maxProcessesPerSession' },
      );
    }
  }
}

const requireLocal = (cwd: HostPath): string => {
  if (cwd.path !== undefined) {
    return cwd.path;
  }
  throw foreignPath('invalid-argument', cwd.asSent, 'cwd');
};

/**
 * Fails closed: without a proxy, a process that requires one is not started. The sandbox is up to the runner.
 */
const refuseManagedNetwork = ({
  sandbox,
  networkProxy,
  enforceManagedNetwork,
}: SpawnProcessCommand['restrictions']): void => {
  if (networkProxy || (enforceManagedNetwork && sandbox !== undefined)) {
    throw new SandboxRefused(
      'it asks for a managed network, and there is no proxy',
      'managed network proxy cannot be enforced on this executor',
    );
  }
};
