import type { Command, Option } from 'commander';
import { SIGNALS } from '../../protocol/process-extensions.js';

/** What a word is completed with: words, ids of sessions, a program with its arguments, or names of files. */
export type Completed = readonly string[] | 'ids' | 'program' | 'files' | 'directories' | 'nothing';

export interface CompletedOption {
  /** `-s`, `--signal`, or both. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What follows as a word of its own; undefined: nothing does. */
  readonly value?: Completed;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Completed;
}

const VALUES: Readonly<Record<string, Completed>> = {
  '--cwd': 'directories',
  '--signal': SIGNALS.map((name) => name.replace(/^SIG/, '')),
  '--token-file': 'files',
};

const ARGUMENTS: Readonly<Record<string, Completed>> = {
  attach: 'ids',
  completion: ['bash', 'zsh', 'fish'],
  cp: 'files',
  kill: 'ids',
  logs: 'ids',
  rm: 'ids',
  run: 'program',
  wait: 'ids',
};

/** The commands that a user sees, `help` among them. */
export const completedCommands = (program: Command): readonly CompletedCommand[] => {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map(completedOption),
    argument: command.name() === 'help' ? names : (ARGUMENTS[command.name()] ?? 'nothing'),
  }));
};

const completedOption = ({ short, long, description, required }: Option): CompletedOption => ({
  flags: [short, long].filter((flag) => flag !== undefined),
  description,
  ...(required && { value: VALUES[long ?? ''] ?? 'nothing' }),
});

/** Prints the ids, in any shell. */
export const LIST_IDS = 'exec-server ps -aq 2>/dev/null';
