import type { Option } from 'commander';

/** An option in `--help`: what it is, then what it takes, its default and its variable, alike for all of them. */
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
