import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { closestMatch } from 'leven';
import { TomlConfiguration } from '../../adapters/toml/toml-configuration.js';
import {
  ConfigurationSyntaxError,
  type ConfigurationTable,
  type ConfigurationValue,
} from '../../domain/configuration/configuration-table.js';
import { StartupError } from '../startup-error.js';
import { type CommonConfiguration, type OptionsProgram, parseProgram } from './common-options.js';
import { configFileOf } from './config-option.js';
import { GROUPS } from './option-groups.js';

/** A table of options has lists, and no tables. */
const MAX_DEPTH = 3;

/** The configuration, and the value of each option by commander's name. */
export interface ReadConfiguration<C extends CommonConfiguration> {
  readonly configuration: C;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Reads flags, then variables, then the file of `--config`, then defaults.
 *
 * @throws {CommanderError} for `--help` and `--version` (exit code 0) and for a usage error; its text is already printed.
 * @throws {StartupError} when the file cannot be read, is not valid, or has an unknown key, with the nearest one.
 */
export const readConfiguration = async <C extends CommonConfiguration>(
  program: OptionsProgram<C>,
  argv: readonly string[],
): Promise<ReadConfiguration<C>> => {
  const command = parseProgram(program.describe(), argv);
  const path = configFileOf(command.opts());
  if (path !== undefined) {
    applyFile(command, await readTable(path), path);
  }
  return { configuration: program.configurationOf(command), values: command.opts() };
};

const readTable = async (path: string): Promise<ConfigurationTable> => {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new StartupError(`cannot read the configuration file: ${error.message}`);
  });
  try {
    return await new TomlConfiguration(MAX_DEPTH).parse(text);
  } catch (error) {
    if (!(error instanceof ConfigurationSyntaxError)) {
      throw error;
    }
    throw new StartupError(`${path}: line ${error.line}, column ${error.column}: ${error.message}`);
  }
};

/** Sets each option of the file that neither a flag nor a variable has set. */
const applyFile = (command: Command, table: ConfigurationTable, path: string): void => {
  const options = new Map(
    command.options.filter(isOfFile).map((option) => [nameOf(option), option]),
  );
  for (const [key, value] of table) {
    const option = options.get(key);
    if (option === undefined) {
      const nearest = closestMatch(key, [...options.keys()]);
      throw new StartupError(
        `${path}: unknown key \`${key}\`; the most similar one is \`${nearest}\``,
      );
    }
    const name = option.attributeName();
    const parsed = parse(option, value, `${path}: \`${key}\``);
    if (['default', undefined].includes(command.getOptionValueSource(name))) {
      command.setOptionValueWithSource(name, parsed, 'config');
    }
  }
};

/** The options that a file may have: all that --help has but those of upstream and of the command line itself. */
const isOfFile = ({ hidden, long, helpGroupHeading }: Option): boolean =>
  !hidden &&
  helpGroupHeading !== undefined &&
  helpGroupHeading !== GROUPS.upstream &&
  long !== '--config';

const nameOf = ({ long }: Option): string => (long ?? '').slice('--'.length);

/** @throws {StartupError} with the expected value. */
const parse = (option: Option, value: ConfigurationValue, where: string): unknown => {
  if (option.isBoolean() || option.negate) {
    if (typeof value !== 'boolean') {
      throw new StartupError(`${where}: expected true or false`);
    }
    return value !== option.negate;
  }
  const text = textOf(value);
  if (text === undefined) {
    throw new StartupError(`${where}: expected a text, a whole number or a list of texts`);
  }
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) {
      throw error;
    }
    throw new StartupError(`${where}: ${error.message}`);
  }
};

/** As it would be written behind the flag; a list as one with commas. */
const textOf = (value: ConfigurationValue): string | undefined => {
  if (typeof value === 'string' || typeof value === 'bigint') {
    return String(value);
  }
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isList ? value.join(',') : undefined;
};
