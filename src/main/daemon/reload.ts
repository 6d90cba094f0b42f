import type { LogLevel } from '../../adapters/logging/pino-logger.js';
import type { Logger } from '../../application/ports/logger.js';
import type { CommonConfiguration, OptionsProgram } from '../options/common-options.js';
import { type ReadConfiguration, readConfiguration } from '../options/config-file.js';

/** What can change while the program runs, by commander's names. */
const RELOADABLE = ['config', 'drainTimeout', 'logLevel'];

/** The configuration of a program, which is read again on SIGHUP. */
export class ReloadableConfiguration<C extends CommonConfiguration> {
  readonly #program: OptionsProgram<C>;
  readonly #argv: readonly string[];
  #read: ReadConfiguration<C>;

  private constructor(
    program: OptionsProgram<C>,
    argv: readonly string[],
    read: ReadConfiguration<C>,
  ) {
    this.#program = program;
    this.#argv = argv;
    this.#read = read;
  }

  /** @throws {CommanderError} or {@link StartupError}, as `readConfiguration` does */
  static async read<C extends CommonConfiguration>(
    program: OptionsProgram<C>,
    argv: readonly string[],
  ): Promise<ReloadableConfiguration<C>> {
    const read = await readConfiguration(program, argv);
    return new ReloadableConfiguration(program, argv, read);
  }

  get current(): C {
    return this.#read.configuration;
  }

  /**
   * Reads it again and sets the level of the log. If it is not valid, the former one stays in use, which is logged; so are
   * options that take effect after a restart only.
   */
  async reload(logger: Logger & { setLevel(level: LogLevel): void }): Promise<void> {
    try {
      const next = await readConfiguration(this.#program, this.#argv);
      const options = changed(this.#read.values, next.values).filter(
        (name) => !RELOADABLE.includes(name),
      );
      if (options.length > 0) {
        logger.warn('options changed that take effect after a restart', {
          options: this.#flagsOf(options).join(', '),
        });
      }
      this.#read = next;
      logger.setLevel(next.configuration.logLevel);
    } catch (error) {
      const reason = (error as Error).message;
      logger.error('configuration not reloaded: the former one stays in use', { reason });
    }
  }

  /** `tools` is the name of `--no-tools`. */
  #flagsOf(names: readonly string[]): readonly string[] {
    const { options } = this.#program.describe();
    return names.map((name) => options.find((each) => each.attributeName() === name)?.long ?? name);
  }
}

type Values = ReadConfiguration<CommonConfiguration>['values'];

const changed = (former: Values, next: Values): readonly string[] =>
  [...new Set([...Object.keys(former), ...Object.keys(next)])].filter(
    (name) => String(former[name]) !== String(next[name]),
  );
