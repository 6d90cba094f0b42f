import type { UsedPlaceholders } from '../placeholders/placeholders.js';
import { type AnonymousFile, openAnonymousFile } from './anonymous-file.js';
import { REPORT_DESCRIPTOR } from './launch-script.js';
import { sandboxEnd } from './sandbox-end.js';

/** More than bubblewrap reports. */
const MAX_REPORT_BYTES = 1024;

/** What a sandbox uses on the host: the files from which bubblewrap reads and to which it reports, and placeholders. */
export class SandboxResources {
  readonly #placeholders: UsedPlaceholders;
  readonly #options: AnonymousFile;
  /** Undefined without placeholders: nothing then waits for the last process. */
  readonly #report: AnonymousFile | undefined;
  #holdsPlaceholders: boolean;

  private constructor(
    placeholders: UsedPlaceholders,
    options: AnonymousFile,
    report: AnonymousFile | undefined,
  ) {
    this.#placeholders = placeholders;
    this.#options = options;
    this.#report = report;
    this.#holdsPlaceholders = !placeholders.isEmpty;
  }

  /** Opens the files in a directory. @throws the system's error, with nothing left, the placeholders included. */
  static open(
    directory: () => string,
    placeholders: UsedPlaceholders,
    options: Uint8Array,
  ): SandboxResources {
    let report: AnonymousFile | undefined;
    try {
      report = placeholders.isEmpty ? undefined : openAnonymousFile(directory(), Buffer.alloc(0));
      const reporting = report === undefined ? '' : `--info-fd\0${REPORT_DESCRIPTOR}\0`;
      const all = Buffer.concat([Buffer.from(reporting), options]);
      return new SandboxResources(placeholders, openAnonymousFile(directory(), all), report);
    } catch (error) {
      report?.close();
      placeholders.end();
      throw error;
    }
  }

  /** Path of the file with bubblewrap's options. */
  get options(): string {
    return this.#options.path;
  }

  /** Path of the file that bubblewrap reports to; undefined: it reports nothing. */
  get report(): string | undefined {
    return this.#report?.path;
  }

  /** Whether placeholders exist on the host for this sandbox. */
  get holdsPlaceholders(): boolean {
    return this.#holdsPlaceholders;
  }

  /** Removes the placeholders. Call it when nothing in the sandbox will use a path any more. */
  removePlaceholders(): void {
    this.#holdsPlaceholders = false;
    this.#placeholders.end();
  }

  /**
   * Frees everything; undefined, or resolves, when the placeholders are removed, which is after the last process of the
   * sandbox. Call it once, when the command has ended or did not start.
   */
  release(): Promise<void> | undefined {
    const end = this.#holdsPlaceholders ? sandboxEnd(this.#firstProcess()) : undefined;
    this.#options.close();
    this.#report?.close();
    if (end === undefined) {
      this.removePlaceholders();
      return undefined;
    }
    return end.then(() => this.removePlaceholders());
  }

  /** Undefined when bubblewrap did not get as far as a process in the sandbox. */
  #firstProcess(): number | undefined {
    const bytes = Buffer.alloc(MAX_REPORT_BYTES);
    const length = this.#report?.read(bytes) ?? 0;
    const pid = /"child-pid": (\d+)/.exec(bytes.toString('latin1', 0, length))?.[1];
    return pid === undefined ? undefined : Number(pid);
  }
}
