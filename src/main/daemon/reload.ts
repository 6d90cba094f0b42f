import type { Logger } from '../../application/ports/logger.js';
import { describeCommand } from '../options/command-line.js';
import { type ReadConfiguration, readConfiguration } from '../options/config-file.js';

/** What can change while the daemon runs, by commander's names. */
const RELOADABLE = ['config', 'drainTimeout', 'logLevel'];

/**
 * Reads the configuration again. Undefined: it is not valid, and the former one stays in use, which is logged; so are options
 * that take effect after a restart only.
 */
export const reload = async (
  argv: readonly string[],
  former: ReadConfiguration,
  logger: Logger,
): Promise<ReadConfiguration | undefined> => {
  try {
    const next = await readConfiguration(argv);
    const options = changed(former.values, next.values).filter(
      (name) => !RELOADABLE.includes(name),
    );
    if (options.length > 0) {
      logger.warn('options changed that take effect after a restart', {
        options: flagsOf(options).join(', '),
      });
    }
    return next;
  } catch (error) {
    const reason = (error as Error).message;
    logger.error('configuration not reloaded: the former one stays in use', { reason });
    return undefined;
  }
};

type Values = ReadConfiguration['values'];

const changed = (former: Values, next: Values): readonly string[] =>
  [...new Set([...Object.keys(former), ...Object.keys(next)])].filter(
    (name) => String(former[name]) !== String(next[name]),
  );

/** `tools` is the name of `--no-tools`. */
const flagsOf = (names: readonly string[]): readonly string[] => {
  const { options } = describeCommand();
  return names.map((name) => options.find((each) => each.attributeName() === name)?.long ?? name);
};
