/** A parsed plugin manifest, or a part of one. */
export type ManifestValue =
  | string
  | number
  | boolean
  | null
  | readonly ManifestValue[]
  | ManifestObject;

export interface ManifestObject {
  readonly [name: string]: ManifestValue;
}

/** Undefined for every other kind of value. */
export const asObject = (value: ManifestValue | undefined): ManifestObject | undefined =>
  typeof value === 'object' && value !== null && !isList(value) ? value : undefined;

const isList = (value: object): value is readonly ManifestValue[] => Array.isArray(value);
