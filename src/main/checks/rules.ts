import { closestMatch } from 'leven';
import { StartupError } from '../startup-error.js';

/** @throws {StartupError} for an invalid value. */
export type Rule = (value: unknown, name: string) => void;

/** An object that can have fields. */
export const requireRecord = (value: unknown, name: string): Readonly<Record<string, unknown>> => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw invalidOption(name, 'an object', value);
};

/** @throws {StartupError} for an unknown name, with the most similar known one. */
const requireKnownNames = (
  names: readonly string[],
  known: readonly string[],
  prefix = '',
): void => {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) {
    return;
  }
  const nearest = closestMatch(unknown, known);
  throw new StartupError(
    `unknown option \`${prefix}${unknown}\`; the most similar one is \`${prefix}${nearest}\``,
  );
};

/** A rule from a predicate. */
export const rule =
  (expected: string, test: (value: unknown) => boolean): Rule =>
  (value, name) => {
    if (!test(value)) {
      throw invalidOption(name, expected, value);
    }
  };

/** As `rule`, for a value that may have a secret: the error does not show it. */
export const secretRule =
  (expected: string, test: (value: unknown) => boolean): Rule =>
  (value, name) => {
    if (!test(value)) {
      throw new StartupError(`${name}: expected ${expected}`);
    }
  };

/** @throws {StartupError} for the first unknown or invalid field; undefined counts as absent. */
export const checkFields = (
  fields: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, Rule>>,
  prefix = '',
): void => {
  requireKnownNames(Object.keys(fields), Object.keys(rules), prefix);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) {
      rules[name]?.(value, `${prefix}${name}`);
    }
  }
};

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
export const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
export const isListOf =
  (test: (item: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(test);

export const hasMethods = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => typeof Reflect.get(value, name) === 'function');

/** Short strings are shown: an option that may have a secret has a `secretRule`. */
export const invalidOption = (name: string, expected: string, value: unknown): StartupError => {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  const shown = isPlain
    ? JSON.stringify(typeof value === 'number' ? String(value) : value)
    : kindOf(value);
  return new StartupError(`${name}: expected ${expected}, not ${shown.slice(0, 100)}`);
};

const kindOf = (value: unknown): string => {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'such an array' : `such a ${typeof value}`;
};
