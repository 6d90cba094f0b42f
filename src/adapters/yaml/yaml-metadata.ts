import type { Document } from 'yaml';
import type { MetadataFormat } from '../../application/ports/metadata-format.js';
import { InvalidMetadata } from '../../domain/capabilities/invalid-metadata.js';
import type { MetadataValue } from '../../domain/capabilities/metadata-value.js';
import { readYamlNode } from './read-yaml-node.js';
import { readYamlTokens } from './read-yaml-tokens.js';

/** YAML has no place for other control characters than tabs and line ends. */
const UNPRINTABLE = /(?![\t\n\r\u0085])\p{Cc}|[\ufffe\uffff]/u;

/** Line ends of YAML 1.1, which the native program's reader still knows. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** Every scalar stays as it is written. */
const OPTIONS = { schema: 'failsafe', uniqueKeys: false } as const;

/** Metadata in YAML. The library that reads it is loaded with the first text. */
export class YamlMetadata implements MetadataFormat {
  readonly #maxCharacters: number;
  readonly #maxDepth: number;

  /**
   * @param maxCharacters of a text: nothing else is done while it is read.
   * @param maxDepth of maps and lists in one another.
   */
  constructor(maxCharacters: number, maxDepth: number) {
    this.#maxCharacters = maxCharacters;
    this.#maxDepth = maxDepth;
  }

  async parse(text: string): Promise<MetadataValue> {
    if (text.length > this.#maxCharacters) {
      throw new InvalidMetadata('the text is too long');
    }
    if (UNPRINTABLE.test(text)) {
      throw new InvalidMetadata('the text is not printable');
    }
    const yaml = await import('yaml');
    const tokens = readYamlTokens(yaml, text.replace(OTHER_LINE_ENDS, '\n'), this.#maxDepth);
    const documents = [...new yaml.Composer(OPTIONS).compose(tokens, true)];
    return readYamlNode(yaml, onlyOne(documents).contents, new Map());
  }
}

const onlyOne = (documents: readonly Document.Parsed[]): Document.Parsed => {
  const [document, ...more] = documents;
  if (document === undefined || document.errors.length > 0 || more.length > 0) {
    throw new InvalidMetadata('the text is no YAML');
  }
  return document;
};
