import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { PathLookups } from '../../shared/path-lookups.js';
import { recordIdentities } from '../placeholders/file-identity.js';
import { type PlaceholderGuard, Placeholders } from '../placeholders/placeholders.js';
import { pathBytes } from '../rules/paths.js';
import { openAnonymousFile } from './anonymous-file.js';
import type { BubblewrapFacts, BubblewrapProgram } from './bubblewrap-program.js';
import { DeniedFile } from './denied-file.js';
import { checkNames, type InnerCommand, insideArgv } from './inner-command.js';
import { FILTER_DESCRIPTOR, launchArgv, OPTIONS_DESCRIPTOR } from './launch-script.js';
import { inNamespace, socketsOf } from './network-namespace.js';
import { ProtectedLinks } from './protected-links.js';
import { SandboxResources } from './sandbox-resources.js';
import { confinedView, OPEN_VIEW, type SandboxView } from './sandbox-view.js';
import { SeccompFilterFiles } from './seccomp-filters.js';
import { explainSystemError } from './system-error.js';

/** A command line that runs another command in a sandbox. Start it with an empty environment. */
export interface SandboxedCommand {
  readonly argv: readonly string[];
  readonly resources: SandboxResources;
  /** Resolves with whether the files under the rules are the ones for which it was built. */
  isCurrent(): Promise<boolean>;
}

/** New user, PID, IPC and UTS namespaces, no capabilities; the sandbox dies with the daemon. */
const ISOLATION = [
  '--die-with-parent',
  '--unshare-user',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--cap-drop',
  'ALL',
];
/** Variables that the launch script's shell may set. */
const OWN_VARIABLES = ['PWD', 'OLDPWD', 'SHLVL', '_'];
/** Bubblewrap accepts 9000 arguments, including the command and those that the daemon adds. */
const MAX_OPTIONS = 8000;
/** How often a command is built while files under the rules keep changing, such as the placeholders of another daemon. */
const ATTEMPTS = 20;

/** Builds the command lines of sandboxes. Bubblewrap is looked up and probed for the first one. */
export class Bubblewrap {
  readonly #program: BubblewrapProgram;
  readonly #directory: () => string;
  readonly #fifoDirectory: () => string;
  readonly #links: ProtectedLinks;
  readonly #denied: DeniedFile;
  readonly #placeholders: Placeholders;
  readonly #filters: SeccompFilterFiles;
  readonly #lookups = new PathLookups();

  /**
   * `directory` returns the daemon's private directory and `fifoDirectory` that of its FIFOs; every sandbox hides both.
   * `linkGuard` is the path of the script that guards symbolic links, `placeholderGuard` is told of placeholders.
   */
  constructor(
    program: BubblewrapProgram,
    directory: () => string,
    linkGuard: string,
    placeholderGuard: PlaceholderGuard,
    fifoDirectory: () => string = directory,
  ) {
    this.#program = program;
    this.#directory = directory;
    this.#fifoDirectory = fifoDirectory;
    this.#links = new ProtectedLinks(linkGuard, directory, (command) => program.run(command));
    this.#denied = new DeniedFile(directory);
    this.#placeholders = new Placeholders(placeholderGuard);
    this.#filters = new SeccompFilterFiles(directory);
  }

  /**
   * Resolves with a command line that runs `inside` in a sandbox. `runtimeFiles` are files of the server that the command
   * needs: it can read them even where the rules hide them.
   *
   * @throws {SandboxRefused} when the rules cannot be enforced; {SpawnFailed} when the host lacks memory, processes
   * or descriptors.
   */
  async command(
    confinement: Confinement,
    inside: InnerCommand,
    runtimeFiles: readonly string[] = [],
  ): Promise<SandboxedCommand> {
    checkNames(inside);
    const facts = await this.#program.facts((path) => this.#probe(path));
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const command = await this.#attempt(confinement, inside, runtimeFiles, facts).catch(
        explainSystemError,
      );
      if (command !== undefined) {
        return command;
      }
    }
    throw new SandboxRefused('paths named by the sandbox policy kept changing during setup');
  }

  /**
   * Resolves with bubblewrap's path and version after a successful probe. @throws {SandboxRefused} as `command` does.
   */
  async describe(): Promise<{ path: string; version: string | undefined }> {
    const path = await this.path();
    return { path, version: await this.#program.version(path) };
  }

  /** Resolves with the path of the program after a successful probe. @throws {SandboxRefused} as `command` does. */
  async path(): Promise<string> {
    const { path } = await this.#program.facts((file) => this.#probe(file));
    return path;
  }

  /** Closes the filters, removes all placeholders and kills running probes. */
  dispose(): void {
    this.#filters.close();
    this.#placeholders.dispose();
    this.#program.dispose();
  }

  async #attempt(
    confinement: Confinement,
    inside: InnerCommand,
    runtimeFiles: readonly string[],
    facts: BubblewrapFacts,
  ): Promise<SandboxedCommand | undefined> {
    const { path, resetsSignals } = facts;
    const { network } = confinement;
    const view = await this.#view(confinement, runtimeFiles);
    const isVisible = (path: string): boolean => view.isVisible(path);
    await this.#lookups.waitFor([inside.cwd]);
    if (!isVisible(inside.cwd)) {
      throw new SandboxRefused(`the policy hides the working directory \`${inside.cwd}\``);
    }
    const { argv, ignoresSignals } = insideArgv(inside, { resetsSignals, isVisible });
    const options = this.#options(network, view, inside);
    const bubblewrap = [path, '--args', OPTIONS_DESCRIPTOR, '--', ...argv];
    const command = await this.#links.wrapCommand(view.links, bubblewrap, facts);
    const filter = this.#filters.path(socketsOf(network));
    if (view.placeholders.length > 0 || view.guarded.length > 0) {
      await this.#placeholders.load();
    }
    const placeholders = this.#placeholders.use(view.placeholders, view.guarded);
    if (placeholders === undefined) {
      return undefined;
    }
    const pathsAreUnchanged = recordIdentities(view.paths);
    const resources = SandboxResources.open(this.#directory, placeholders, options);
    return {
      argv: launchArgv({
        ignoresSignals,
        options: resources.options,
        filter,
        report: resources.report,
        command: inNamespace(network, command),
      }),
      resources,
      isCurrent: async () => {
        await this.#lookups.waitFor(view.paths);
        return pathsAreUnchanged() && (await view.hasSameMatches());
      },
    };
  }

  /** What bubblewrap reads with `--args`. */
  #options(network: Confinement['network'], view: SandboxView, { env, cwd }: InnerCommand): Buffer {
    const outside = [
      ...ISOLATION,
      ...this.#links.options(view.links),
      ...(network === 'restricted' ? ['--unshare-net'] : []),
      ...view.options,
    ];
    const within = [
      ...OWN_VARIABLES.flatMap((name) => ['--unsetenv', name]),
      ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
      ...['--chdir', cwd, '--seccomp', FILTER_DESCRIPTOR],
    ];
    checkOptions([...outside, ...within]);
    return Buffer.concat([pathBytes(nulTerminated(outside)), Buffer.from(nulTerminated(within))]);
  }

  #view(
    { files }: Confinement,
    runtimeFiles: readonly string[],
  ): Promise<SandboxView> | SandboxView {
    if (files === undefined) {
      return OPEN_VIEW;
    }
    const privateDirectories = [...new Set([this.#directory(), this.#fifoDirectory()])];
    const sources = { deniedFile: this.#denied.path(), privateDirectories };
    return confinedView(files, runtimeFiles, sources);
  }

  async #probe(path: string) {
    const options = openAnonymousFile(
      this.#directory(),
      Buffer.from(
        [...ISOLATION, '--unshare-net', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc']
          .concat(
            '--perms',
            '0000',
            '--tmpfs',
            this.#directory(),
            '--seccomp',
            FILTER_DESCRIPTOR,
            '',
          )
          .join('\0'),
      ),
    );
    const filter = this.#filters.path('restricted');
    try {
      const command = [path, '--args', OPTIONS_DESCRIPTOR, '--', '/bin/sh', '-c', 'exit 0'];
      return await this.#program.run(
        launchArgv({ ignoresSignals: false, options: options.path, filter, command }),
      );
    } finally {
      options.close();
    }
  }
}

/** @throws {SandboxRefused} for options that bubblewrap cannot read: a NUL ends an option, so another one would begin. */
const checkOptions = (options: readonly string[]): void => {
  if (options.some((option) => option.includes('\0'))) {
    throw new SandboxRefused('the policy or the environment contains a NUL byte');
  }
  if (options.length > MAX_OPTIONS) {
    throw new SandboxRefused(
      `the policy and the environment need more than ${MAX_OPTIONS} options of bubblewrap`,
    );
  }
};

/** The format that bubblewrap reads with `--args`. */
const nulTerminated = (options: readonly string[]): string =>
  options.map((option) => `${option}\0`).join('');
