import type { MetadataScalar } from '../../domain/capabilities/metadata-value.js';

const NULLS: readonly string[] = ['', '~', 'null', 'Null', 'NULL'];
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const INTEGER = /^\+?(0|[1-9]\d*|0x[\dA-Fa-f]+|0o[0-7]+|0b[01]+)$/;

/** An unquoted scalar: upstream's parser takes these spellings for null, booleans and whole numbers from 0 on. */
export const plainScalar = (text: string): MetadataScalar => ({
  kind: 'scalar',
  text,
  value: meaningOf(text),
});

export const quotedScalar = (text: string): MetadataScalar => ({
  kind: 'scalar',
  text,
  value: text,
});

const meaningOf = (text: string): MetadataScalar['value'] => {
  if (NULLS.includes(text)) {
    return null;
  }
  return BOOLEANS.get(text) ?? (INTEGER.test(text) ? Number(text.replace('+', '')) : text);
};
