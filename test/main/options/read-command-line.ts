import { afterEach, beforeEach, jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { type Configuration, DAEMON } from '../../../src/main/options/command-line.js';
import {
  type CommonConfiguration,
  type OptionsProgram,
  parseProgram,
} from '../../../src/main/options/common-options.js';

const environment = { ...process.env };
/** What the command line has printed. */
export const printed = { stderr: '', stdout: '' };

/** Takes what the command line prints, and puts the environment back behind each test. */
export const catchOutput = (): void => {
  beforeEach(() => {
    Object.assign(printed, { stderr: '', stdout: '' });
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('EXEC_SERVER_')) {
        delete process.env[name];
      }
    }
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.stderr += String(text);
      return true;
    });
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.stdout += String(text);
      return true;
    });
  });

  afterEach(() => {
    process.env = { ...environment };
    jest.restoreAllMocks();
  });
};

/** Reads flags and variables. */
export const readFlags = <C extends CommonConfiguration>(
  program: OptionsProgram<C>,
  args: readonly string[],
): C => program.configurationOf(parseProgram(program.describe(), args));

export const read = (
  args: readonly string[],
  variables: Record<string, string> = {},
): Configuration => {
  Object.assign(process.env, variables);
  return readFlags(DAEMON, args);
};

/** The error of a command line that is not accepted. */
export const usageError = (
  args: readonly string[],
  variables?: Record<string, string>,
): CommanderError => {
  try {
    read(args, variables);
  } catch (error) {
    if (error instanceof CommanderError) {
      return error;
    }
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
};

export const variableOf = (flag: string): string =>
  `EXEC_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`;
