import { ExecServerError } from '../../../domain/errors.js';
import {
  buildEnvironment,
  type EnvironmentPolicy,
} from '../../../domain/processes/environment-policy.js';
import type { TerminalSize } from '../../../domain/processes/process-control.js';
import { abridgeArgv } from '../../../domain/processes/process-description.js';
import {
  type Confinement,
  compileSandboxPolicy,
  type NetworkNamespace,
} from '../../../domain/sandbox/confinement.js';
import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { type HostPath, requireLocalPath } from '../../host/host-path.js';
import type {
  LaunchedProxy,
  NetworkProxies,
  NetworkProxyLaunch,
} from '../../network/network-proxies.js';
import type { HostInformation } from '../../ports/host-information.js';
import type { ProcessObserver, ProcessRunner, ProcessSpec } from '../../ports/process-runner.js';
import type { RequestSpan } from '../../ports/tracing.js';
import type { ProcessTracker } from './process-tracker.js';

/** Names of variables in an entry of the audit log. */
const MAX_AUDITED_VARIABLES = 200;

export interface SpawnProcessCommand {
  readonly processId: string;
  readonly argv: readonly string[];
  readonly arg0: string | undefined;
  readonly cwd: HostPath;
  readonly env: Readonly<Record<string, string>>;
  readonly envPolicy: EnvironmentPolicy | undefined;
  /** The size of the terminal to start it on; undefined: on none. */
  readonly terminal: TerminalSize | undefined;
  readonly pipeStdin: boolean;
  /** The restrictions of the process. */
  readonly restrictions: {
    readonly sandbox: SandboxPolicy | undefined;
    /** The proxy through which the process is to reach the network; undefined: none. */
    readonly networkProxy: NetworkProxyLaunch | undefined;
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
  /** Undefined where the runner does not tell. */
  readonly pid: number | undefined;
}

/** Starts a process that belongs to the session of the connection. */
export class SpawnProcess {
  readonly #runner: ProcessRunner;
  readonly #host: HostInformation;
  readonly #tracker: ProcessTracker;
  readonly #networks: NetworkProxies;
  readonly #startUpReuse: StartUpReuse;

  constructor(
    runner: ProcessRunner,
    host: HostInformation,
    tracker: ProcessTracker,
    networks: NetworkProxies,
    startUpReuse: StartUpReuse,
  ) {
    this.#runner = runner;
    this.#host = host;
    this.#tracker = tracker;
    this.#networks = networks;
    this.#startUpReuse = startUpReuse;
  }

  /**
   * Resolves when the program runs.
   *
   * @param span of the request; undefined: it is not traced
   * @throws {ExecServerError} when it cannot; nothing is left behind then.
   */
  async execute(
    connection: ClientConnection,
    command: SpawnProcessCommand,
    span?: RequestSpan,
  ): Promise<Spawned> {
    const session = connection.requireSession('exec');
    const cwd = requireLocalPath(command.cwd, 'invalid-argument', 'cwd');
    if (command.argv.length === 0) {
      throw new ExecServerError('invalid-argument', 'argv must not be empty');
    }
    const reuse = this.#startUpReuse.execute(connection, command);
    const { sandbox, networkProxy, enforceManagedNetwork } = command.restrictions;
    const isIsolated = enforceManagedNetwork && sandbox !== undefined;
    const facts = { session: connection.facts.session };
    const { argv, isArgvAbridged } = abridgeArgv(command.argv);
    const { handle, observer, report } = this.#tracker.track(
      session,
      {
        id: command.processId,
        command: { argv, isArgvAbridged, cwd, isOnTerminal: command.terminal !== undefined },
        isSandboxed: sandbox !== undefined,
        variables: Object.keys(command.env).slice(0, MAX_AUDITED_VARIABLES),
      },
      connection.facts,
    );
    await session.startProcess(handle, async () => {
      requireProxy(isIsolated, networkProxy);
      this.#tracker.requireRoom(session);
      const env = this.#environmentOf(command);
      const process = { session, id: handle.id, facts };
      let proxy: LaunchedProxy | undefined;
      try {
        proxy = networkProxy && (await this.#networks.launch(networkProxy, isIsolated, process));
        const spec = specOf(command, cwd, env, proxy);
        const control = await this.#runner.start(
          // A snapshot has the variables of the shell that was captured, which had other proxies.
          reuse ? withVariables(proxy, await reuse(spec)) : spec,
          closingAtEnd(observer, proxy),
        );
        report.started(control.pid, span);
        handle.started(control);
      } catch (error) {
        proxy?.close();
        report.notStarted(error);
        throw error;
      }
    });
    return { processId: handle.id, isSandboxed: sandbox !== undefined, pid: handle.pid };
  }

  /** Without a policy `env` alone. */
  #environmentOf({ env, envPolicy }: SpawnProcessCommand): Readonly<Record<string, string>> {
    return envPolicy === undefined
      ? env
      : buildEnvironment(env, envPolicy, this.#host.environment());
  }
}

/** Fails closed: without a proxy, a process that requires one is not started. The sandbox is up to the runner. */
const requireProxy = (isIsolated: boolean, proxy: NetworkProxyLaunch | undefined): void => {
  if (isIsolated && proxy === undefined) {
    throw new SandboxRefused(
      'it asks for a managed network, and there is no proxy',
      'managed network proxy cannot be enforced on this executor',
    );
  }
};

const specOf = (
  { argv, arg0, terminal, pipeStdin, restrictions: { sandbox } }: SpawnProcessCommand,
  cwd: string,
  env: ProcessSpec['env'],
  proxy: LaunchedProxy | undefined,
): ProcessSpec => {
  const confinement =
    sandbox && compileSandboxPolicy(sandbox, { cwd, temporaryDirectory: env.TMPDIR });
  return withVariables(proxy, {
    argv,
    arg0,
    cwd,
    env,
    terminal,
    pipeStdin,
    confinement: within(proxy?.namespace, confinement),
  });
};

const withVariables = (proxy: LaunchedProxy | undefined, spec: ProcessSpec): ProcessSpec =>
  proxy === undefined ? spec : { ...spec, env: { ...spec.env, ...proxy.variables } };

/** A process is confined to its network even where its sandbox asks for no restriction. */
const within = (
  network: NetworkNamespace | undefined,
  confinement: Confinement | undefined,
): Confinement | undefined =>
  network === undefined ? confinement : { files: confinement?.files, network };

/** The proxy ends with the output of its process. */
const closingAtEnd = (
  observer: ProcessObserver,
  proxy: LaunchedProxy | undefined,
): ProcessObserver =>
  proxy === undefined
    ? observer
    : {
        onOutput: (stream, bytes, release) => observer.onOutput(stream, bytes, release),
        onExit: (exitCode, signal) => observer.onExit(exitCode, signal),
        onClose: () => {
          proxy.close();
          observer.onClose();
        },
        onGone: () => observer.onGone(),
      };
