import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { findProgram } from './find-program.js';
import { formatFault, type SpawnDiagnosis } from './spawn-diagnosis.js';

const MAX_CACHED = 1000;
/** Bounds the memory of the cache, since clients choose the keys. */
const MAX_KEY_LENGTH = 8192;

/**
 * Detects files that the kernel cannot execute before they are spawned: the C library would pass them to
 * `/bin/sh` instead of failing. Valid programs are cached, so that a start costs nothing here; if one is
 * replaced by an invalid file, `/bin/sh` gets it, which does no harm.
 */
export class ExecutableFormatCheck {
  readonly #valid = new Set<string>();

  /** ENOEXEC, or undefined: every other error shows when the program is spawned. */
  check(spec: ProcessSpec): SpawnDiagnosis | undefined {
    const key = [spec.argv[0], spec.env.PATH, spec.cwd].join('\0');
    if (this.#valid.has(key)) {
      return undefined;
    }
    const found = findProgram(spec);
    if ('code' in found) {
      return undefined;
    }
    const fault = formatFault(found.path, spec.cwd);
    if (fault?.code === 'ENOEXEC') {
      return fault;
    }
    if (key.length <= MAX_KEY_LENGTH) {
      this.#cache(key);
    }
    return undefined;
  }

  #cache(key: string): void {
    if (this.#valid.size >= MAX_CACHED) {
      this.#valid.clear();
    }
    this.#valid.add(key);
  }
}
