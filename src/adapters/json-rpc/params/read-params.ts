import { type ValidationError, validateSync } from 'class-validator';
import { InvalidParams, unknownField } from '../encoding/invalid-params.js';
import { variantName } from '../encoding/variant-name.js';
import {
  type FieldPlan,
  isCertainlyValid,
  type ParamsClass,
  type ParamsPlan,
  planOf,
} from './params-plan.js';

/**
 * Makes the reader of a class of parameters: it reads into an instance of the class, which receives the
 * declared fields only, since newer clients send more. An array is read by position when its length fits.
 *
 * The reader throws {@link InvalidParams} that names the first missing or invalid field.
 */
export const paramsReader = <T extends object>(type: ParamsClass<T>): ((value: unknown) => T) => {
  // At the first use, since it takes some time for all methods.
  let plan: ParamsPlan<T> | undefined;
  return (value) => {
    plan ??= planOf(type);
    const params = instantiate(plan, value);
    if (params === undefined) {
      throw new InvalidParams(`invalid type: ${describe(value)}, expected struct ${type.name}`);
    }
    if (!isCertainlyValid(params, plan)) {
      const [error] = validate(params);
      if (error !== undefined) {
        throw new InvalidParams(explain(error, ''));
      }
    }
    return params;
  };
};

const instantiate = <T extends object>(
  { type, fields }: ParamsPlan<T>,
  value: unknown,
  path = '',
): T | undefined => {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  if (Array.isArray(value) && value.length !== fields.length) {
    throw new InvalidParams(
      `invalid length ${value.length}, expected struct ${type.name} with ${fields.length} elements${path && ` in field \`${path.slice(0, -1)}\``}`,
    );
  }
  if (type.isClosed) {
    refuseOthers(value, fields, path);
  }
  const params = new type();
  fields.forEach(({ name, isVariant, nested }, index) => {
    const sent = Array.isArray(value) ? value[index] : ownValue(value, name);
    const given = isVariant ? variantName(sent) : sent;
    const taken = nested && instantiate(nested, given, `${path}${name}.`);
    (params as Record<string, unknown>)[name] = taken ?? given;
  });
  return params;
};

const refuseOthers = (value: object, fields: readonly FieldPlan[], path: string): void => {
  if (Array.isArray(value)) {
    return;
  }
  const names = fields.map(({ name }) => name);
  for (const [name, given] of Object.entries(value)) {
    if (names.includes(name) || given === null || name.startsWith('windows')) {
      continue;
    }
    throw unknownField(`${path}${name}`);
  }
};

const ownValue = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

/** In the order of declaration, also where a class inherits fields. */
const validate = (params: object): ValidationError[] => {
  const names = Object.keys(params);
  const errors = validateSync(params, {
    whitelist: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  return errors.sort((one, other) => names.indexOf(one.property) - names.indexOf(other.property));
};

const explain = (error: ValidationError, path: string): string => {
  const name = `${path}${error.property}`;
  const [child] = error.children ?? [];
  if (child !== undefined && typeof error.value === 'object' && error.value !== null) {
    return explain(child, `${name}.`);
  }
  if (error.value === undefined) {
    return `missing field \`${name}\``;
  }
  const [expected = 'a map'] = Object.values(error.constraints ?? {});
  const problem =
    typeof error.value === 'string' && expected.includes('`')
      ? `unknown variant \`${error.value}\``
      : `invalid type: ${describe(error.value)}`;
  return `${problem}, expected ${expected} in field \`${name}\``;
};

/** The type of a value; never its content, which may be secret. */
const describe = (value: unknown): string => {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'sequence';
  }
  if (typeof value === 'bigint') {
    return 'number';
  }
  return typeof value === 'object' ? 'map' : typeof value;
};

/**
 * Checks that a method without parameters received none: absent, null or an empty object. @throws
 * {InvalidParams}
 */
export const readNoParams = (value: unknown): void => {
  if (value === null) {
    return;
  }
  if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) {
    return;
  }
  throw new InvalidParams(
    'invalid type: this method takes no params; expected null or an empty map',
  );
};
