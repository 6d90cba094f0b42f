/** What a text of metadata holds. Numbers and dates stay as they are written: who reads them knows what they are. */
export type MetadataValue = MetadataScalar | MetadataList | MetadataMap;

export interface MetadataScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Without quotes, so that it may stand for nothing, for a boolean or for a number. */
  readonly isPlain: boolean;
}

interface MetadataList {
  readonly kind: 'list';
  readonly items: readonly MetadataValue[];
}

/** A key may be there several times. */
export interface MetadataMap {
  readonly kind: 'map';
  readonly entries: readonly (readonly [key: MetadataValue, value: MetadataValue])[];
}
