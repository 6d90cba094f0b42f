import { shellWord } from '../shell-word.js';
import type { ShellState } from './capture.js';
import { changedEnvironment, type EnvironmentRequest } from './environment-changes.js';
import type { LoginCommand } from './login-command.js';

/** A command line and its environment. */
export interface RestoredCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The state is in variables of the process, which the shell removes before anything else: not in a file, which a
 * sandbox would have to show, and not in arguments, which every user of the host can read.
 */
const STATE_VARIABLE = 'EXEC_SERVER_SHELL_STATE_';
/** In UTF-8 at most three times as many bytes; Linux takes 128 KiB a variable. */
const PIECE_CHARACTERS = 40_000;

/** The login command in a shell that takes its state from the snapshot instead of its start-up files. */
export const restoreCommand = (
  request: EnvironmentRequest,
  inherited: Readonly<Record<string, string>>,
  command: LoginCommand,
  { commands, variables }: ShellState,
): RestoredCommand => {
  const { BASH_ENV: bashEnv, ...env } = changedEnvironment(variables, request, inherited);
  // Bash would read that file now; only the shells that the command starts are to do so.
  const state =
    bashEnv === undefined ? commands : `${commands}\nexport BASH_ENV=${shellWord(bashEnv)}`;
  const pieces = Object.fromEntries(
    split(state).map((piece, index) => [`${STATE_VARIABLE}${index}`, piece]),
  );
  const names = Object.keys(pieces);
  const restore = `eval "unset ${names.join(' ')}
${names.map((name) => `\${${name}}`).join('')}"; :`;
  return {
    argv: [command.path, ...shellArguments(command, restore), ...command.parameters],
    env: { ...env, ...pieces },
  };
};

/** What Linux takes for one argument or variable, its closing NUL and a name included. */
const MAX_STRING_BYTES = 127 * 1024;
/** Linux takes twice as much by default, macOS as much. */
const MAX_COMMAND_BYTES = 1024 * 1024;

/** Whether the system is sure to take the command; the login command, which is smaller, may still fit. */
export const fitsSystem = ({ argv, env }: RestoredCommand): boolean => {
  const sizes = [...argv, ...Object.entries(env).map((entry) => entry.join('='))].map(
    (text) => new TextEncoder().encode(text).length,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return Math.max(...sizes) <= MAX_STRING_BYTES && total <= MAX_COMMAND_BYTES;
};

/** Zsh parses a script as a whole: only `eval` makes it expand aliases that an earlier line defines. */
const shellArguments = ({ shell, script }: LoginCommand, restore: string): readonly string[] =>
  shell === 'zsh'
    ? ['-fc', `${restore}\neval ${shellWord(script)}`]
    : ['-c', `${restore}\n${script}`];

const split = (text: string): readonly string[] => {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + PIECE_CHARACTERS;
    // The two halves of a surrogate pair stay together.
    const length = /[\uD800-\uDBFF]/.test(text[end - 1] ?? '')
      ? PIECE_CHARACTERS - 1
      : PIECE_CHARACTERS;
    pieces.push(text.slice(start, start + length));
    start += length;
  }
  return pieces;
};
