import type { Logger } from '../../application/ports/logger.js';
import type { PatchTools } from './patch-tools.js';
import { hasRipgrep, packagedRipgrep } from './ripgrep.js';

/** The programs that the server offers to processes, by directories for their PATH. */
export class HostTools {
  readonly #patchTools: PatchTools;
  readonly #path: () => string;
  readonly #logger: Logger;
  #ripgrep: { readonly directory: string | undefined } | undefined;
  #isFailureLogged = false;

  /** `path` returns the PATH of the host. */
  constructor(patchTools: PatchTools, path: () => string, logger: Logger) {
    this.#patchTools = patchTools;
    this.#path = path;
    this.#logger = logger;
  }

  /** In the order of a PATH: the programs that apply patches, and ripgrep where the host had none at the first call. */
  directories(): readonly string[] {
    this.#ripgrep ??= { directory: hasRipgrep(this.#path()) ? undefined : packagedRipgrep() };
    return [this.#patchDirectory(), this.#ripgrep.directory].filter(
      (directory) => directory !== undefined,
    );
  }

  #patchDirectory(): string | undefined {
    try {
      return this.#patchTools.directory();
    } catch (error) {
      if (!this.#isFailureLogged) {
        this.#isFailureLogged = true;
        this.#logger.warn('apply_patch is not on the PATH of processes', {
          cause: (error as Error).message,
        });
      }
      return undefined;
    }
  }
}
