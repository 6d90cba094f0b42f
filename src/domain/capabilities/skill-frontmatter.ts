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

/** The lines between the first two `---` fences; undefined when there are none. */
export const frontmatterOf = (instructions: string): string | undefined => {
  const lines = instructions.split('\n').map((line) => line.replace(/\r$/, ''));
  if (!isFence(lines[0])) {
    return undefined;
  }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  return end > 1 ? lines.slice(1, end).join('\n') : undefined;
};

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

/** `trim` would also remove a byte order mark, which is not white space here. */
const isFence = (line = ''): boolean => collapseWhitespace(line) === '---';
