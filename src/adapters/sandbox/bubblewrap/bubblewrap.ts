import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { pathBytes } from '../rules/paths.js';
import { openAnonymousFile } from './anonymous-file.js';
import type { BubblewrapFacts, BubblewrapProgram } from './bubblewrap-program.js';
import { DeniedFile } from './denied-file.js';
import { remember } from './file-identity.js';
import { type InnerCommand, insideArgv } from './inner-command.js';
import { KeptLinks } from './kept-links.js';
import { FILTER_DESCRIPTOR, launchArgv, OPTIONS_DESCRIPTOR } from './launch-script.js';
import { Placeholders } from './placeholders.js';
import { confinedView, OPEN_VIEW, type SandboxView } from './sandbox-view.js';
import { SeccompFilterFiles } from './seccomp-filters.js';
import { explainSystemError } from './system-error.js';

/** A command that runs another one in a sandbox, with an empty environment of its own. */
export interface SandboxedCommand {
  readonly argv: readonly string[];
  /** Whether something had to be made, for as long as it runs. */
  readonly createsPlaceholders: boolean;
  /** Whether what it was made for is still what stands there: nobody has removed or replaced anything since. */
  isCurrent(): Promise<boolean>;
  /** To be called once, when it has ended or was not started. */
  release(): void;
}

/** New namespaces of every kind, no privileges; all ends with the daemon. */
const ISOLATION = [
  '--die-with-parent',
  '--unshare-user',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--cap-drop',
  'ALL',
];
/** What the launching shell may set for itself. */
const OWN_VARIABLES = ['PWD', 'OLDPWD', 'SHLVL', '_'];
/** Bubblewrap takes 9000, the command and what is written here included. */
const MAX_OPTIONS = 8000;
/** How often files may change under the rules while a start looks at them. */
const ATTEMPTS = 5;

/** Makes sandboxes with bubblewrap, which is looked up and tried at the first. */
export class Bubblewrap {
  readonly #program: BubblewrapProgram;
  readonly #directory: () => string;
  readonly #links: KeptLinks;
  readonly #denied: DeniedFile;
  readonly #placeholders = new Placeholders();
  readonly #filters: SeccompFilterFiles;

  /**
   * `directory` is the daemon's own: what is in it is hidden in every sandbox. `linkGuard` is the script that
   * keeps links.
   */
  constructor(program: BubblewrapProgram, directory: () => string, linkGuard: string) {
    this.#program = program;
    this.#directory = directory;
    this.#links = new KeptLinks(linkGuard, directory, (command) => program.run(command));
    this.#denied = new DeniedFile(directory);
    this.#filters = new SeccompFilterFiles(directory);
  }

  /**
   * Resolves with how to run the command. `own` is what the command needs of the server's files: it can read
   * them even where the rules hide them.
   *
   * @throws {SandboxRefused} when it cannot be confined, {SpawnFailed} when the system is short of something.
   */
  async command(
    confinement: Confinement,
    inside: InnerCommand,
    own: readonly string[] = [],
  ): Promise<SandboxedCommand> {
    checkNames(inside);
    const facts = await this.#program.facts((path) => this.#probe(path));
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const command = await this.#attempt(confinement, inside, own, facts).catch(
        explainSystemError,
      );
      if (command !== undefined) {
        return command;
      }
    }
    throw new SandboxRefused('the files that its rules name do not stay as they are');
  }

  /** Resolves with what makes sandboxes here, once it has made one. @throws {SandboxRefused} as `command` does. */
  async describe(): Promise<{ path: string; version: string | undefined }> {
    const { path } = await this.#program.facts((file) => this.#probe(file));
    return { path, version: await this.#program.version(path) };
  }

  /** Frees what is kept for later sandboxes. */
  dispose(): void {
    this.#filters.close();
    this.#placeholders.dispose();
    this.#program.dispose();
  }

  async #attempt(
    confinement: Confinement,
    inside: InnerCommand,
    own: readonly string[],
    facts: BubblewrapFacts,
  ): Promise<SandboxedCommand | undefined> {
    const { path, resetsSignals } = facts;
    const view = await this.#view(confinement, own);
    const isVisible = (path: string): boolean => view.isVisible(path);
    if (!isVisible(inside.cwd)) {
      throw new SandboxRefused(`its rules hide the working directory \`${inside.cwd}\``);
    }
    const { argv, ignoresSignals } = insideArgv(inside, { resetsSignals, isVisible });
    const outside = [
      ...ISOLATION,
      ...this.#links.options(view.links),
      ...(confinement.network === 'restricted' ? ['--unshare-net'] : []),
      ...view.options,
    ];
    const within = [
      ...OWN_VARIABLES.flatMap((name) => ['--unsetenv', name]),
      ...Object.entries(inside.env).flatMap(([name, value]) => ['--setenv', name, value]),
      '--chdir',
      inside.cwd,
      '--seccomp',
      FILTER_DESCRIPTOR,
    ];
    const all = [...outside, ...within];
    // It would end an option, and what follows would be another one.
    if (all.some((option) => option.includes('\0'))) {
      throw new SandboxRefused('a NUL byte in its rules or in the environment');
    }
    if (all.length > MAX_OPTIONS) {
      throw new SandboxRefused('its rules and the environment are too many for bubblewrap');
    }
    const bubblewrap = [path, '--args', OPTIONS_DESCRIPTOR, '--', ...argv];
    const command = await this.#links.around(view.links, bubblewrap, facts);
    const release = this.#placeholders.use(view.placeholders, view.guarded);
    if (release === undefined) {
      return undefined;
    }
    const isAsItWas = remember(view.paths);
    const bytes = [pathBytes(asList(outside)), Buffer.from(asList(within))];
    const handed = openAnonymousFile(this.#directory(), Buffer.concat(bytes));
    return {
      argv: launchArgv({
        ignoresSignals,
        options: handed.path,
        filter: this.#filters.path(confinement.network),
        command,
      }),
      createsPlaceholders: view.placeholders.length > 0,
      isCurrent: async () => isAsItWas() && (await view.hidesTheSame()),
      release: () => {
        handed.close();
        release();
      },
    };
  }

  #view({ files }: Confinement, ownFiles: readonly string[]): Promise<SandboxView> | SandboxView {
    if (files === undefined) {
      return OPEN_VIEW;
    }
    const surrogates = { deniedFile: this.#denied.path(), ownDirectory: this.#directory() };
    return confinedView(files, ownFiles, surrogates);
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

/** @throws {SandboxRefused} for what bubblewrap cannot set. */
const checkNames = ({ env }: InnerCommand): void => {
  if (Object.keys(env).some((name) => name === '' || name.includes('='))) {
    throw new SandboxRefused('a variable whose name is empty or has an equals sign in it');
  }
};

/** As bubblewrap reads it from a file. */
const asList = (options: readonly string[]): string =>
  options.map((option) => `${option}\0`).join('');
