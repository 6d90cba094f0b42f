import type { Command } from 'commander';
import { GROUPS, type OptionGroup } from './option-groups.js';
import { optionOf, variableOf } from './option-names.js';
import { parsePath } from './units.js';

/** What `--config` was given. */
interface ConfigOption {
  readonly file?: string;
  /** `KEY=VALUE` of codex exec-server was among it. */
  readonly hasOverrides?: true;
}

/** `KEY=VALUE`, where a key is names with dots between them: a path with `=` in it is written `./a=b`. */
const OVERRIDE = /^[\w.-]+=/;

const HELP = 'file of options in TOML, such as log-level = "warn"; read again on SIGHUP';

/** Adds `--config` of the daemon. */
export const addConfigOption = (command: Command): void => {
  const help = `${HELP}; KEY=VALUE of codex exec-server has no effect`;
  command.addOption(optionOf('-c, --config <FILE>', help, GROUPS.server).argParser(collect));
};

/** Adds `--config` of a program that upstream does not have. */
export const addOwnConfigOption = (command: Command, group: OptionGroup): void => {
  const parse = (text: string): ConfigOption => ({ file: parsePath(text) });
  command.addOption(optionOf('-c, --config <FILE>', HELP, group).argParser(parse));
};

/** The path of the file, from the flag or the variable; undefined: there is none. */
export const configFileOf = (given: Readonly<Record<string, unknown>>): string | undefined =>
  configOf(given).file ?? process.env[variableOf('config')];

/** Whether `KEY=VALUE` was given, which changes nothing. */
export const hasOverrides = (given: Readonly<Record<string, unknown>>): boolean =>
  configOf(given).hasOverrides === true;

const configOf = ({ config }: Readonly<Record<string, unknown>>): ConfigOption =>
  (config as ConfigOption | undefined) ?? {};

const collect = (text: string, earlier: ConfigOption = {}): ConfigOption =>
  OVERRIDE.test(text) ? { ...earlier, hasOverrides: true } : { ...earlier, file: parsePath(text) };
