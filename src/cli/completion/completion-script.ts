import type { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { bashCompletion } from './bash-completion.js';
import { completedCommands } from './completed-command.js';
import { fishCompletion } from './fish-completion.js';
import { zshCompletion } from './zsh-completion.js';

const SHELLS = { bash: bashCompletion, fish: fishCompletion, zsh: zshCompletion };

/** The completions of a shell for all commands of `program`. @throws {CliError} for another shell */
export const completionScript = (shell: string, program: Command): string => {
  if (!isKnown(shell)) {
    throw new CliError(`there are no completions for ${shell}; expected bash, zsh or fish`);
  }
  return SHELLS[shell](completedCommands(program));
};

const isKnown = (shell: string): shell is keyof typeof SHELLS => Object.hasOwn(SHELLS, shell);
