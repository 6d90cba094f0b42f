import { Option } from 'commander';
import type { OptionGroup } from './option-groups.js';

/** The environment variable of a flag: `EXEC_SERVER_SESSION_TTL` for `session-ttl`. */
export const variableOf = (flag: string): string =>
  `EXEC_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`;

/** An option with its place in `--help` and its variable. @param flags such as `-c, --config <FILE>` */
export const optionOf = (flags: string, help: string, group: OptionGroup): Option => {
  const [, flag = ''] = /--([a-z0-9-]+)/.exec(flags) ?? [];
  return new Option(flags, help).helpGroup(group).env(variableOf(flag));
};

/** The property in which commander keeps the value of a flag: `sessionTtl` for `session-ttl`. */
export const camelCase = (flag: string): string =>
  flag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The former spelling of an option, as a flag and as a variable. It sets the property of the new spelling and
 * is not in `--help`, so the two follow commander's rules for one option: the last flag wins, and any flag wins
 * over a variable. Add it before the option itself: of two variables, commander takes the one added last.
 */
export class FormerOption extends Option {
  readonly #property: string;

  /** `flag` is the current name, `former` the old one, both without dashes. */
  constructor(flag: string, former: string, value: string) {
    super(`--${former} <${value}>`);
    this.#property = camelCase(flag);
    this.env(variableOf(former)).hideHelp();
  }

  override attributeName(): string {
    return this.#property;
  }
}

/** An option in `--help`: its description, then its choices, its default and its variable. */
export const optionDescription = (option: Option): string => {
  const { description, argChoices, defaultValue, defaultValueDescription, envVar } = option;
  const normally = defaultValueDescription ?? defaultValue;
  const facts = [
    argChoices && `one of: ${argChoices.join(', ')}`,
    normally !== undefined && `default: ${normally}`,
    envVar && `env: ${envVar}`,
  ].filter(Boolean);
  return facts.length === 0 ? description : `${description} (${facts.join('; ')})`;
};
