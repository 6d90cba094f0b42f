import type { Command } from 'commander';
import { GROUPS } from './option-groups.js';
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

/** Adds `--config`. */
export const addConfigOption = (command: Command): void => {
  command.addOption(
    optionOf(
      '-c, --config <FILE>',
      'file of options in TOML, such as session-ttl = "5m"; read again on SIGHUP; KEY=VALUE of codex exec-server has no effect',
      GROUPS.server,
    ).argParser(collect),
  );
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
