import type { Command, Option } from 'commander';
import leven, { closestMatch } from 'leven';
import { parseBoolean } from './units.js';

/** A variable that resembles one of the daemon's but has no effect, and the most similar one that has. */
export interface MisspeltVariable {
  readonly variable: string;
  readonly nearest: string;
}

const PREFIX = 'EXEC_SERVER';
/** Read by the command line, and by tests and benchmarks that start daemons; not by the daemon. */
const TOOL_VARIABLES = [
  'EXEC_SERVER_TOKEN',
  'EXEC_SERVER_TOKEN_FILE',
  'EXEC_SERVER_URL',
  'EXEC_SERVER_HARNESS_LOGS',
  'EXEC_SERVER_HARNESS_PROGRAM',
  'EXEC_SERVER_CODEX_CACHE',
];
/** Largest edit distance to an option's variable for a name without the prefix. */
const MAX_TYPOS = 2;

/**
 * Corrects what commander has taken from variables: commander sets a boolean option to true whatever the text of
 * its variable, and accepts an empty variable. Call it after `parse`; options given by a flag are skipped.
 *
 * @throws {CommanderError} with exit code 2 for an empty variable or an invalid boolean.
 */
export const readVariables = (command: Command): void => {
  for (const option of command.options) {
    const text = process.env[option.envVar ?? ''];
    if (text === undefined || command.getOptionValueSource(option.attributeName()) !== 'env') {
      continue;
    }
    try {
      if (text === '') {
        throw new Error('It is empty: give it a value, or unset it.');
      }
      if (!(option.isBoolean() || option.negate)) {
        continue;
      }
      // The property of `--no-tools` is `tools`.
      const value = parseBoolean(text) !== option.negate;
      command.setOptionValueWithSource(option.attributeName(), value, 'env');
    } catch (error) {
      command.error(describe(option, text, error as Error), { exitCode: 2 });
    }
  }
};

/** The same text as commander's for an invalid variable. */
const describe = ({ flags, envVar }: Option, text: string, { message }: Error): string =>
  `error: option '${flags}' value '${text}' from env '${envVar}' is invalid. ${message}`;

/** Variables that resemble one of the daemon's, letter case aside, but have no effect. */
export const misspeltVariables = (command: Command): readonly MisspeltVariable[] => {
  const known = command.options.flatMap(({ envVar }) => envVar ?? []);
  return Object.keys(process.env)
    .filter((name) => !known.includes(name) && !TOOL_VARIABLES.includes(name))
    .flatMap((variable) => {
      const name = variable.toUpperCase().replaceAll('-', '_');
      if (!startsLikePrefix(name)) {
        return [];
      }
      const maxDistance = name.startsWith(PREFIX) ? Number.POSITIVE_INFINITY : MAX_TYPOS;
      const nearest = closestMatch(name, known, { maxDistance });
      return nearest === undefined ? [] : [{ variable, nearest }];
    });
};

/**
 * False: no name of an option is within `MAX_TYPOS` edits, since each of them moves the start by one place at most. Comparing
 * every variable with every option takes 16 ms of the start.
 */
const startsLikePrefix = (name: string): boolean =>
  leven(name.slice(0, PREFIX.length), PREFIX) <= 2 * MAX_TYPOS;
