import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { isExecutable } from '../../shared/is-executable.js';
import type { SymbolicLink } from '../rules/resolve-path.js';
import type { BubblewrapFacts, ProbeResult } from './bubblewrap-program.js';
import { shortageIn } from './system-error.js';

/** The guard, and then the command in the same process; `$0` and `$1` are Node and the guard. */
const SCRIPT = '"$0" "$1" "$2" || exit 125; shift 2; exec "$@"';
const UNSHARE = ['/usr/bin/unshare', '/bin/unshare'];
/** Its link must be there after it was to be removed. */
const PROBE = '! rm "$0" 2> /dev/null && [ -L "$0" ]';

/** Keeps links where they are while a sandbox runs, with a mount namespace around that of bubblewrap. */
export class KeptLinks {
  readonly #guard: string;
  readonly #directory: () => string;
  readonly #run: (command: readonly string[]) => Promise<ProbeResult>;
  readonly #tried = new WeakSet<BubblewrapFacts>();

  /** `guard` is the script that mounts links over themselves, `directory` the daemon's own; `run` runs a probe. */
  constructor(
    guard: string,
    directory: () => string,
    run: (command: readonly string[]) => Promise<ProbeResult>,
  ) {
    this.#guard = guard;
    this.#directory = directory;
    this.#run = run;
  }

  /** What makes bubblewrap show the user who starts it, as it does without a namespace around it. */
  options(links: readonly SymbolicLink[]): readonly string[] {
    if (links.length === 0) {
      return [];
    }
    return ['--uid', `${process.getuid?.()}`, '--gid', `${process.getgid?.()}`];
  }

  /** The command with the links kept. @throws {SandboxRefused} where this host cannot do that. */
  async around(
    links: readonly SymbolicLink[],
    command: readonly string[],
    facts: BubblewrapFacts,
  ): Promise<readonly string[]> {
    const [first] = links;
    if (first === undefined) {
      return command;
    }
    if (!this.#tried.has(facts)) {
      const fault = await this.#try(facts);
      if (fault !== undefined) {
        throw new SandboxRefused(
          `\`${first.path}\` is a symbolic link in a writable directory, and cannot be kept from being changed here (${fault})`,
        );
      }
      this.#tried.add(facts);
    }
    return this.#wrap(links, command);
  }

  #wrap(links: readonly SymbolicLink[], command: readonly string[]): readonly string[] {
    const unshare = UNSHARE.find(isExecutable) ?? 'unshare';
    const namespaces = [unshare, '--user', '--map-root-user', '--mount', '--'];
    const guard = [process.execPath, this.#guard, JSON.stringify(links)];
    return [...namespaces, '/bin/sh', '-c', SCRIPT, ...guard, ...command];
  }

  /** Undefined: it works. */
  async #try({ path }: BubblewrapFacts): Promise<string | undefined> {
    const directory = mkdtempSync(join(this.#directory(), 'links-'));
    const link = { path: join(directory, 'link'), target: 'nowhere' };
    try {
      symlinkSync(link.target, link.path);
      const sandbox = ['--unshare-user', ...this.options([link]), '--cap-drop', 'ALL'];
      const command = [path, ...sandbox, '--bind', '/', '/', '/bin/sh', '-c', PROBE, link.path];
      const { exitCode, text } = await this.#run(this.#wrap([link], command));
      const shortage = exitCode === 0 ? undefined : shortageIn(text);
      if (shortage !== undefined) {
        throw shortage;
      }
      return exitCode === 0 ? undefined : text.trim() || `exit code ${exitCode}`;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}
