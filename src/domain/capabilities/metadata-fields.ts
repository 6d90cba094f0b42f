import { InvalidMetadata } from './invalid-metadata.js';
import type { MetadataMap, MetadataScalar, MetadataValue } from './metadata-value.js';

const YAML_NULLS: readonly string[] = ['', '~', 'null', 'Null', 'NULL'];
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

/**
 * The fields of a map of metadata, read by name. A field that is there twice, or is not what it must be,
 * throws `InvalidMetadata`; one that nobody reads may be anything.
 */
export class MetadataFields {
  readonly #map: MetadataMap;

  /** @throws {InvalidMetadata} when the value is no map; an empty one counts as a map without fields. */
  constructor(value: MetadataValue) {
    this.#map = isEmpty(value) ? { kind: 'map', entries: [] } : mapOf(value);
  }

  /** Any scalar is a text, as it is written; undefined when there is none, or nothing in it. */
  text(...names: readonly string[]): string | undefined {
    return this.#scalar(names)?.text;
  }

  flag(name: string): boolean | undefined {
    const scalar = this.#scalar([name]);
    if (scalar === undefined) {
      return undefined;
    }
    const flag = scalar.isPlain ? BOOLEANS.get(scalar.text) : undefined;
    if (flag === undefined) {
      throw new InvalidMetadata(`${name} is no boolean`);
    }
    return flag;
  }

  /** A whole number from 0 to `most`. */
  integer(names: readonly string[], most: number): number | undefined {
    const scalar = this.#scalar(names);
    if (scalar === undefined) {
      return undefined;
    }
    const isInteger = /^\+?(0|[1-9]\d*|0x[\dA-Fa-f]+|0o[0-7]+|0b[01]+)$/.test(scalar.text);
    const integer = scalar.isPlain && isInteger ? Number(scalar.text.replace('+', '')) : -1;
    if (integer < 0 || integer > most) {
      throw new InvalidMetadata(`${names[0]} is out of range`);
    }
    return integer;
  }

  /** An empty one when there is none. */
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

  /** Undefined when there is none; `null` is no map. */
  fields(name: string): MetadataFields | undefined {
    const value = this.#value([name]);
    return value === undefined ? undefined : new MetadataFields(value);
  }

  /** Undefined when there is none, or nothing in it. */
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
  value.kind === 'scalar' && value.isPlain && YAML_NULLS.includes(value.text);

const isEmpty = (value: MetadataValue): boolean =>
  value.kind === 'scalar' && value.isPlain && value.text === '';

const mapOf = (value: MetadataValue): MetadataMap => {
  if (value.kind !== 'map') {
    throw new InvalidMetadata('a map is expected');
  }
  if (value.entries.some(([key]) => key.kind !== 'scalar')) {
    throw new InvalidMetadata('a key is no scalar');
  }
  return value;
};
