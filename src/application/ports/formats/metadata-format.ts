import type { MetadataValue } from '../../../domain/capabilities/metadata-value.js';

/** The syntax of skill metadata. */
export interface MetadataFormat {
  /** Rejects with `InvalidMetadata` when the text is invalid. */
  parse(text: string): Promise<MetadataValue>;

  /**
   * Reads the metadata between the fences at the start of a document. What is invalid, or throws
   * `InvalidMetadata` from `read`, is repaired where the format knows how and read once more.
   *
   * @param read interprets the value.
   * @returns what `read` returned; undefined when there is no metadata that it accepts.
   */
  readFrontmatter<T>(document: string, read: (value: MetadataValue) => T): Promise<T | undefined>;
}
