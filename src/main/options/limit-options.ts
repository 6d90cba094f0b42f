import { type Command, InvalidArgumentError } from 'commander';
import { boundsOf, findConflict, isWithinBounds } from '../../application/limits/limit-bounds.js';
import { DEFAULT_LIMITS, type Limits } from '../../application/limits/limits.js';
import { LIMIT_OPTIONS, PARSERS, type Parse } from './limit-option-table.js';
import { camelCase, FormerOption, optionOf } from './option-names.js';
import { formatBytes, formatMs, parseBytes, parseDurationMs } from './units.js';

/** Adds the options that set limits, each after its former spelling. */
export const addLimitOptions = (
  command: Command,
  limits: readonly (keyof Limits)[] = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[],
): void => {
  const added = LIMIT_OPTIONS.filter(({ limit }) => limits.includes(limit));
  for (const { limit, flag, value, help, group, former } of added) {
    const parse = PARSERS[value];
    if (former !== undefined) {
      command.addOption(
        new FormerOption(flag, former, value).argParser(withinBounds(limit, parse)),
      );
    }
    command.addOption(
      optionOf(`--${flag} <${value}>`, help, group)
        .default(undefined, defaultText(limit, parse))
        .argParser(withinBounds(limit, parse)),
    );
  }
};

/**
 * The limits given on the command line or in variables; those left at their defaults are absent.
 *
 * @throws {CommanderError} with exit code 2 when two of them conflict.
 */
export const readLimits = (command: Command): Partial<Limits> => {
  const given = command.opts();
  const limits: Partial<Limits> = Object.fromEntries(
    LIMIT_OPTIONS.map(({ limit, flag }) => [limit, given[camelCase(flag)]] as const).filter(
      ([, value]) => value !== undefined,
    ),
  );
  refuseConflict(command, { ...DEFAULT_LIMITS, ...limits });
  return limits;
};

const refuseConflict = (command: Command, limits: Limits): void => {
  const conflict = findConflict(limits);
  if (conflict === undefined) {
    return;
  }
  const [smaller, larger] = [conflict.smaller, conflict.larger].map((name) => {
    const option = LIMIT_OPTIONS.find(({ limit }) => limit === name);
    return option
      ? `--${option.flag} (${formatValue(limits[option.limit], PARSERS[option.value])})`
      : name;
  });
  command.error(`error: ${smaller} must be below ${larger}.`, { exitCode: 2 });
};

/** @throws {InvalidArgumentError} naming the bounds, when the value is outside them. */
const withinBounds =
  (limit: keyof Limits, parse: Parse): Parse =>
  (text) => {
    const value = parse(text);
    if (Number.isFinite(value) && isWithinBounds(limit, value)) {
      return value;
    }
    const { min, max } = boundsOf(limit);
    const kind = parse === parseDurationMs ? 'time' : 'size';
    throw new InvalidArgumentError(
      `Expected a ${kind} from ${formatValue(min, parse)} to ${formatValue(max, parse)}.`,
    );
  };

const formatValue = (value: number, parse: Parse): string => {
  if (parse === parseDurationMs) {
    return formatMs(value);
  }
  return parse === parseBytes ? formatBytes(value) : String(value);
};

const defaultText = (limit: keyof Limits, parse: Parse): string => {
  const value = DEFAULT_LIMITS[limit];
  if (parse === parseDurationMs) {
    return `${value / 1000}s`;
  }
  return formatValue(value, parse);
};
