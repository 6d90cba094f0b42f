import { catchExpected } from '../../host/catch-expected.js';
import { decodeUtf8 } from '../../host/decode-utf8.js';
import { tryStat } from '../../host/try-stat.js';
import type { CapabilityLimits } from '../../limits/capability-limits.js';
import type { FileSystem } from '../../ports/file-system.js';
import type { CapabilityWarning } from './capability-warning.js';

/** A text file. */
export interface CapabilityFile {
  readonly path: string;
  readonly contents: string;
}

/** Bytes that a request may still read. */
export interface ByteBudget {
  bytes: number;
}

/** Reads the files of one capability root within the byte budget, and records what it leaves out. */
export class CapabilityFiles {
  readonly warnings: CapabilityWarning[] = [];
  readonly #files: FileSystem;
  readonly #limits: CapabilityLimits;
  /** Shared by the roots of a request. */
  readonly #budget: ByteBudget;
  #rootBytes: number;

  constructor(files: FileSystem, limits: CapabilityLimits, budget: ByteBudget) {
    this.#files = files;
    this.#limits = limits;
    this.#budget = budget;
    this.#rootBytes = limits.maxCapabilityRootBytes;
  }

  async isFile(path: string): Promise<boolean> {
    return (await tryStat(this.#files, path))?.isFile === true;
  }

  /** Undefined when the file does not exist, or a warning was recorded instead. */
  async read(path: string): Promise<CapabilityFile | undefined> {
    const maxBytes = this.#limits.maxCapabilityFileBytes;
    const found = await tryStat(this.#files, path);
    if (found?.isFile !== true) {
      return undefined;
    }
    if (found.size > maxBytes) {
      return this.#leaveOut({ kind: 'file-limit', path, bytes: maxBytes });
    }
    if (found.size > this.#left()) {
      return this.#leaveOut(this.#rootLimit());
    }
    const bytes = await catchExpected(
      () => this.#files.readFile(path, { followSymlinks: true, maxBytes }),
      ({ message }) => this.#leaveOut({ kind: 'unreadable-file', path, reason: message }),
    );
    if (bytes === undefined) {
      return undefined;
    }
    if (bytes.length > this.#left()) {
      return this.#leaveOut(this.#rootLimit());
    }
    const contents = decodeUtf8(bytes);
    if (contents === undefined) {
      return this.#leaveOut({ kind: 'not-utf8', path });
    }
    this.#rootBytes -= bytes.length;
    this.#budget.bytes -= bytes.length;
    return { path, contents };
  }

  #left(): number {
    return Math.min(this.#rootBytes, this.#budget.bytes);
  }

  #rootLimit(): CapabilityWarning {
    return { kind: 'root-limit', bytes: this.#limits.maxCapabilityRootBytes };
  }

  #leaveOut(warning: CapabilityWarning): undefined {
    this.warnings.push(warning);
  }
}
