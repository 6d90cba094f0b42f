import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { type AnonymousFile, openAnonymousFile } from './anonymous-file.js';
import { type Sockets, seccompFilter } from './seccomp-filter.js';
import { SYSTEM_CALLS } from './system-calls.js';

/** The seccomp filters as files, each created at its first use. */
export class SeccompFilterFiles {
  readonly #directory: () => string;
  readonly #made = new Map<Sockets, AnonymousFile>();

  /** `directory` returns the directory in which the files are created and unlinked. */
  constructor(directory: () => string) {
    this.#directory = directory;
  }

  /** The path at which a child process opens the filter. @throws {SandboxRefused} on an unsupported architecture. */
  path(network: Sockets): string {
    const known = this.#made.get(network);
    if (known !== undefined) {
      return known.path;
    }
    const calls = SYSTEM_CALLS[process.arch];
    if (calls === undefined) {
      throw new SandboxRefused(`no seccomp filter for ${process.arch}`);
    }
    const made = openAnonymousFile(this.#directory(), seccompFilter(calls, network));
    this.#made.set(network, made);
    return made.path;
  }

  close(): void {
    for (const filter of this.#made.values()) {
      filter.close();
    }
    this.#made.clear();
  }
}
