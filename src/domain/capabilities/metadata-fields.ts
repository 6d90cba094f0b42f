import {
  InvalidMetadata,
  type MetadataMap,
  type MetadataScalar,
  type MetadataValue,
} from './metadata-value.js';

/**
 * The fields of a metadata map, read by name. A field that is repeated or has the wrong type throws
 * `InvalidMetadata`; fields that are never read are not checked.
 */
export class MetadataFields {
  readonly #map: MetadataMap;

  /**
   * @throws {InvalidMetadata} when the value is not a map; an empty scalar counts as a map without fields.
   */
  constructor(value: MetadataValue) {
    this.#map = isEmpty(value) ? { kind: 'map', entries: [] } : mapOf(value);
  }

  /** A scalar of any type, as written; undefined when the field is missing or empty. */
  text(...names: readonly string[]): string | undefined {
    return this.#scalar(names)?.text;
  }

  flag(name: string): boolean | undefined {
    const scalar = this.#scalar([name]);
    if (scalar === undefined) {
      return undefined;
    }
    if (typeof scalar.value !== 'boolean') {
      throw new InvalidMetadata(`${name} is no boolean`);
    }
    return scalar.value;
  }

  /** A whole number from 0 to `max`. */
  integer(names: readonly string[], max: number): number | undefined {
    const scalar = this.#scalar(names);
    if (scalar === undefined) {
      return undefined;
    }
    const { value } = scalar;
    if (typeof value !== 'number' || value < 0 || value > max) {
      throw new InvalidMetadata(`${names[0]} is out of range`);
    }
    return value;
  }

  /** Empty when the field is missing. */
  list(name: string): readonly MetadataValue[] {
    const value = this.#value([name]);
    if (value === undefined || isEmpty(value)) {
      return [];
    }
    if (value.kind !== 'list') {
      throw new InvalidMetadata(`${name} is no list`);
    }
    return value.items;
  }

  /** Undefined when the field is missing; `null` is not a map. */
  fields(name: string): MetadataFields | undefined {
    const value = this.#value([name]);
    return value === undefined ? undefined : new MetadataFields(value);
  }

  /** Undefined when the field is missing or empty. */
  optionalFields(name: string): MetadataFields | undefined {
    const value = this.#value([name]);
    return value === undefined || isNothing(value) ? undefined : new MetadataFields(value);
  }

  #scalar(names: readonly string[]): MetadataScalar | undefined {
    const value = this.#value(names);
    if (value === undefined || isNothing(value)) {
      return undefined;
    }
    if (value.kind !== 'scalar') {
      throw new InvalidMetadata(`${names[0]} is no scalar`);
    }
    return value;
  }

  #value(names: readonly string[]): MetadataValue | undefined {
    const values = this.#map.entries.filter(
      ([key]) => key.kind === 'scalar' && names.includes(key.text),
    );
    if (values.length > 1) {
      throw new InvalidMetadata(`${names[0]} is there twice`);
    }
    return values[0]?.[1];
  }
}

const isNothing = (value: MetadataValue): boolean =>
  value.kind === 'scalar' && value.value === null;

const isEmpty = (value: MetadataValue): boolean =>
  value.kind === 'scalar' && value.value === null && value.text === '';

const mapOf = (value: MetadataValue): MetadataMap => {
  if (value.kind !== 'map') {
    throw new InvalidMetadata('a map is expected');
  }
  if (value.entries.some(([key]) => key.kind !== 'scalar')) {
    throw new InvalidMetadata('a key is no scalar');
  }
  return value;
};
