import type { Command, Option } from 'commander';
import { closestMatch, default as leven } from 'leven';
import { parseBoolean } from './units.js';

/** A variable that looks like one of the daemon's and is none, with the one that was meant, most likely. */
export interface MisspeltVariable {
  readonly variable: string;
  readonly nearest: string;
}

const PREFIX = 'EXEC_SERVER';
/** Of the tests and benchmarks that start daemons, not of the daemon. */
const OF_TOOLS = ['EXEC_SERVER_HARNESS_LOGS', 'EXEC_SERVER_CODEX_CACHE'];
/** Letters that may be wrong in a name that does not even begin as it should. */
const MAX_TYPOS = 2;

/**
 * Reads again what commander has taken from variables: a boolean option is on for it whatever its variable
 * says, and an empty variable is a text like any other. To be called when the command line is parsed; what
 * was given by a flag is not looked at.
 *
 * @throws {CommanderError} for a usage error.
 */
export const readVariables = (command: Command): void => {
  for (const option of command.options) {
    if (command.getOptionValueSource(option.attributeName()) !== 'env') {
      continue;
    }
    const text = process.env[option.envVar ?? ''] ?? '';
    try {
      if (text === '') {
        throw new Error('It is empty: give it a value, or unset it.');
      }
      if (!option.isBoolean()) {
        continue;
      }
      command.setOptionValueWithSource(option.attributeName(), parseBoolean(text), 'env');
    } catch (error) {
      command.error(describe(option, text, error as Error), { exitCode: 2 });
    }
  }
};

/** In the words that commander has for the variables that it judges itself. */
const describe = ({ flags, envVar }: Option, text: string, { message }: Error): string =>
  `error: option '${flags}' value '${text}' from env '${envVar}' is invalid. ${message}`;

/** Variables that have no effect since their names are not quite right, upper and lower case included. */
export const misspeltVariables = (command: Command): readonly MisspeltVariable[] => {
  const known = command.options.flatMap(({ envVar }) => envVar ?? []);
  return Object.keys(process.env)
    .filter((name) => !known.includes(name) && !OF_TOOLS.includes(name))
    .flatMap((variable) => {
      const name = variable.toUpperCase().replaceAll('-', '_');
      const nearest = closestMatch(name, known);
      if (nearest === undefined) {
        return [];
      }
      const isMeant = name.startsWith(PREFIX) || leven(name, nearest) <= MAX_TYPOS;
      return isMeant ? [{ variable, nearest }] : [];
    });
};
