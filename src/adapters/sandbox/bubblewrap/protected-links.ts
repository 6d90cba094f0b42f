import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { isExecutable } from '../../shared/is-executable.js';
import { shortageOf } from '../../shared/shortage.js';
import type { SymbolicLink } from '../rules/resolve-path.js';
import type { BubblewrapFacts, ProbeResult } from './bubblewrap-program.js';

/** Runs the guard, then executes the command; `$0` is Node, `$1` the guard's script, `$2` the links. */
const SCRIPT = '"$0" "$1" "$2" || exit 125; shift 2; exec "$@"';
const UNSHARE = ['/usr/bin/unshare', '/bin/unshare'];
/** Succeeds if removing the link fails and the link still exists. */
const PROBE = '! rm "$0" 2> /dev/null && [ -L "$0" ]';

/** Protects symbolic links from changes while a sandbox runs, with a mount namespace around bubblewrap's. */
export class ProtectedLinks {
  readonly #guard: string;
  readonly #directory: () => string;
  readonly #run: (command: readonly string[]) => Promise<ProbeResult>;
  readonly #supported = new WeakSet<BubblewrapFacts>();

  /**
   * `guard` is the path of the guard's script, `directory` returns the daemon's private directory, `run` runs a
   * probe.
   */
  constructor(
    guard: string,
    directory: () => string,
    run: (command: readonly string[]) => Promise<ProbeResult>,
  ) {
    this.#guard = guard;
    this.#directory = directory;
    this.#run = run;
  }

  /** Options that map the sandbox's user to the daemon's, since the outer namespace maps it to root. */
  options(links: readonly SymbolicLink[]): readonly string[] {
    if (links.length === 0) {
      return [];
    }
    return ['--uid', `${process.getuid?.()}`, '--gid', `${process.getgid?.()}`];
  }

  /**
   * Resolves with the command, wrapped so that the links are protected while it runs.
   *
   * @throws {SandboxRefused} when the host does not support it.
   */
  async wrapCommand(
    links: readonly SymbolicLink[],
    command: readonly string[],
    facts: BubblewrapFacts,
  ): Promise<readonly string[]> {
    const [first] = links;
    if (first === undefined) {
      return command;
    }
    if (!this.#supported.has(facts)) {
      const fault = await this.#probe(facts);
      if (fault !== undefined) {
        throw new SandboxRefused(
          `\`${first.path}\` is a symbolic link in a writable directory, and cannot be protected from changes here (${fault})`,
        );
      }
      this.#supported.add(facts);
    }
    return this.#wrap(links, command);
  }

  #wrap(links: readonly SymbolicLink[], command: readonly string[]): readonly string[] {
    const unshare = UNSHARE.find(isExecutable) ?? 'unshare';
    const namespaces = [unshare, '--user', '--map-root-user', '--mount', '--'];
    const guard = [process.execPath, this.#guard, JSON.stringify(links)];
    return [...namespaces, '/bin/sh', '-c', SCRIPT, ...guard, ...command];
  }

  /** Tries to protect a temporary link. Resolves with the reason why it failed, or undefined. */
  async #probe({ path }: BubblewrapFacts): Promise<string | undefined> {
    const directory = mkdtempSync(join(this.#directory(), 'links-'));
    const link = { path: join(directory, 'link'), target: 'nowhere' };
    try {
      symlinkSync(link.target, link.path);
      const sandbox = ['--unshare-user', ...this.options([link]), '--cap-drop', 'ALL'];
      const command = [path, ...sandbox, '--bind', '/', '/', '/bin/sh', '-c', PROBE, link.path];
      const { exitCode, text } = await this.#run(this.#wrap([link], command));
      const shortage = exitCode === 0 ? undefined : shortageOf(text);
      if (shortage !== undefined) {
        throw shortage;
      }
      return exitCode === 0 ? undefined : text.trim() || `exit code ${exitCode}`;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}
