/** A parsed metadata document. */
export type MetadataValue = MetadataScalar | MetadataList | MetadataMap;

export interface MetadataScalar {
  readonly kind: 'scalar';
  /** As written, without quotes. */
  readonly text: string;
  /** What it means in the format. Whole numbers from 0 on are numbers; other numbers and dates are strings. */
  readonly value: string | number | boolean | null;
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
