/** A parsed metadata document. Numbers and dates stay as written, for the reader of a field to interpret. */
export type MetadataValue = MetadataScalar | MetadataList | MetadataMap;

export interface MetadataScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Unquoted in the source, so it may mean null, a boolean or a number. */
  readonly isPlain: boolean;
}

export interface MetadataList {
  readonly kind: 'list';
  readonly items: readonly MetadataValue[];
}

/** Keys may repeat. */
export interface MetadataMap {
  readonly kind: 'map';
  readonly entries: readonly (readonly [key: MetadataValue, value: MetadataValue])[];
}

/** A text is not valid metadata, or lacks a required field. Clients get no more detail than that. */
export class InvalidMetadata extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidMetadata';
  }
}
