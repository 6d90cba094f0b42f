import type { Document } from 'yaml';
import type { MetadataFormat } from '../../application/ports/formats/metadata-format.js';
import { InvalidMetadata, type MetadataValue } from '../../domain/capabilities/metadata-value.js';
import { frontmatterOf } from './frontmatter.js';
import { readYamlNode } from './read-yaml-node.js';
import { readYamlTokens } from './read-yaml-tokens.js';
import { repairFrontmatter } from './repair-frontmatter.js';

/** Control characters that YAML does not allow. */
const UNPRINTABLE = /(?![\t\n\r\u0085])\p{Cc}|[\ufffe\uffff]/u;

/** Line ends of YAML 1.1, which upstream's parser still accepts. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** Keeps every scalar as written. */
const OPTIONS = { schema: 'failsafe', uniqueKeys: false } as const;

/** Metadata in YAML. The parser is loaded with the first text. */
export class YamlMetadata implements MetadataFormat {
  readonly #maxCharacters: number;
  readonly #maxDepth: number;

  /**
   * @param maxCharacters of a text, since parsing is synchronous.
   * @param maxDepth nesting of maps and lists.
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

  async readFrontmatter<T>(
    document: string,
    read: (value: MetadataValue) => T,
  ): Promise<T | undefined> {
    const frontmatter = frontmatterOf(document);
    if (frontmatter === undefined) {
      return undefined;
    }
    const accept = (text: string): Promise<T | undefined> =>
      unlessInvalid(this.parse(text).then(read));
    const accepted = await accept(frontmatter);
    if (accepted !== undefined) {
      return accepted;
    }
    const repaired = await repairFrontmatter(frontmatter, this.#isValid);
    return repaired === undefined ? undefined : await accept(repaired);
  }

  readonly #isValid = async (text: string): Promise<boolean> =>
    (await unlessInvalid(this.parse(text))) !== undefined;
}

const unlessInvalid = async <T>(reading: Promise<T>): Promise<T | undefined> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof InvalidMetadata) {
      return undefined;
    }
    throw error;
  }
};

const onlyOne = (documents: readonly Document.Parsed[]): Document.Parsed => {
  const [document, ...more] = documents;
  if (document === undefined || document.errors.length > 0 || more.length > 0) {
    throw new InvalidMetadata('the text is not valid YAML');
  }
  return document;
};
