import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { UndecodedBase64 } from '../encoding/base64.js';

/** An optional field that must not be null. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** An optional field that may also be null, with the same meaning. */
export const Nullable = (): PropertyDecorator =>
  ValidateIf((_, value) => value !== undefined && value !== null);

/** An optional object that may also be null, validated by its class in `nested`. */
export const NullableParams = (): PropertyDecorator => (target, name) => {
  for (const decorate of [ValidateNested(), IsRecord(), Nullable()]) {
    decorate(target, name);
  }
};

export const IsText = (): PropertyDecorator =>
  field('a string', (value) => typeof value === 'string');

/** A string, or an `UndecodedBase64` where `readMessage` took it out of a long message. */
export const IsBase64 = (): PropertyDecorator =>
  field('a string', (value) => typeof value === 'string' || value instanceof UndecodedBase64);

export const IsFlag = (): PropertyDecorator =>
  field('a boolean', (value) => typeof value === 'boolean');

export const IsTextList = (): PropertyDecorator =>
  field('a sequence of strings', (value) => Array.isArray(value) && value.every(isString));

export const IsTextLists = (): PropertyDecorator =>
  field(
    'a sequence of sequences of strings',
    (value) =>
      Array.isArray(value) && value.every((list) => Array.isArray(list) && list.every(isString)),
  );

/** Not `IsObject`, which accepts `{A: 1}` as an environment. */
export const IsTextRecord = (): PropertyDecorator =>
  field('a map of strings', (value) => isRecord(value) && Object.values(value).every(isString));

/** A map whose values are of these. */
export const IsRecordOf = (...variants: readonly string[]): PropertyDecorator =>
  field(
    `a map of ${variants.join(', ')}`,
    (value) =>
      isRecord(value) &&
      Object.values(value).every((entry) => typeof entry === 'string' && variants.includes(entry)),
  );

export const IsList = (): PropertyDecorator => field('a sequence', (value) => Array.isArray(value));

export const IsRecord = (): PropertyDecorator => field('a map', isRecord);

/** 0 to 2^64 - 1; a double rounds the largest to 2^64, which makes no difference where this is used. */
export const IsUnsigned = (): PropertyDecorator => field('an unsigned 64-bit integer', isUnsigned);

/** 0 to 2^64 - 1, exactly: a bigint above 2^53, as `readMessage` provides it for known fields. */
export const IsExactUnsigned = (): PropertyDecorator =>
  field('an unsigned 64-bit integer', isExactUnsigned);

/** The only version of the extensions. */
export const IsVersion = (): PropertyDecorator => field('1', (value) => value === 1);

/** Of rows or columns of a terminal. */
export const IsTerminalLength = (): PropertyDecorator =>
  field('a number from 1 to 65,535', (value) => isUnsigned(value) && value >= 1 && value <= 65_535);

export const IsPortList = (): PropertyDecorator =>
  field(
    'a sequence of port numbers',
    (value) => Array.isArray(value) && value.every((port) => isUnsigned(port) && port < 65_536),
  );

/** The name of a variant; `readParams` takes it as `variantName` describes, too. */
export const IsOneOf =
  (...variants: readonly string[]): PropertyDecorator =>
  (target, name) => {
    const names = variants.map((variant) => `\`${variant}\``);
    const expected = names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`;
    const isKnown = (value: unknown): boolean =>
      isString(value) && variants.includes(String(value));
    field(expected, isKnown)(target, name);
    Object.defineProperty(target, VARIANT_FIELDS, {
      value: [...variantFields(target), name],
      configurable: true,
    });
  };

const VARIANT_FIELDS = Symbol('fields of variants');

/** The fields of a class, by its prototype or an instance, that have the name of a variant. */
export const variantFields = (params: object): readonly PropertyKey[] =>
  (params as { readonly [VARIANT_FIELDS]?: readonly PropertyKey[] })[VARIANT_FIELDS] ?? [];

export const IsUuid = (): PropertyDecorator =>
  field('a UUID', (value) => typeof value === 'string' && UUID.test(value));

const UUID = /^(urn:uuid:)?\{?([0-9a-f]{32}|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})\}?$/i;

const field = (expected: string, validate: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({ name: expected, validator: { validate, defaultMessage: () => expected } });

const isString = (value: unknown): boolean => typeof value === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isUnsigned = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2 ** 64;

const isExactUnsigned = (value: unknown): boolean =>
  typeof value === 'bigint'
    ? value >= 0n && value < 2n ** 64n
    : Number.isSafeInteger(value) && isUnsigned(value);
