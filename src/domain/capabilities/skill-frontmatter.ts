import { MetadataFields } from './metadata-fields.js';
import { InvalidMetadata, type MetadataValue } from './metadata-value.js';
import { codePointLength, collapseWhitespace } from './text.js';

const MAX_NAME_CHARACTERS = 64;

/** The description of a skill at the start of its instructions. */
export interface SkillFrontmatter {
  readonly name: string;
  readonly description: string;
  readonly shortDescription: string | undefined;
}

/**
 * @param directory name of the skill's directory, used when it has no name.
 * @throws {InvalidMetadata} without a description, and when a field has the wrong type.
 */
export const readSkillFrontmatter = (value: MetadataValue, directory: string): SkillFrontmatter => {
  const fields = new MetadataFields(value);
  const metadata = fields.fields('metadata');
  const name =
    collapseWhitespace(fields.text('name') ?? '') || collapseWhitespace(directory) || 'skill';
  const description = collapseWhitespace(fields.text('description') ?? '');
  const shortDescription = collapseWhitespace(metadata?.text('short-description') ?? '');
  if (codePointLength(name) > MAX_NAME_CHARACTERS) {
    throw new InvalidMetadata('name is too long');
  }
  if (description === '') {
    throw new InvalidMetadata('description is missing');
  }
  return { name, description, shortDescription: shortDescription || undefined };
};
