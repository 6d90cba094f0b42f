import type { MetadataValue } from '../../domain/capabilities/metadata-value.js';

/** The syntax of skill metadata. */
export interface MetadataFormat {
  /** Rejects with `InvalidMetadata` when the text is invalid. */
  parse(text: string): Promise<MetadataValue>;
}
