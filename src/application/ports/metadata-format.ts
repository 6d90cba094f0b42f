import type { MetadataValue } from '../../domain/capabilities/metadata-value.js';

/** The language that skills describe themselves in. */
export interface MetadataFormat {
  /** Rejects with `InvalidMetadata` when the text is none. */
  parse(text: string): Promise<MetadataValue>;
}
