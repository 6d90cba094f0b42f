import { InvalidMetadata } from '../../../domain/capabilities/metadata-value.js';
import {
  readSkillFrontmatter,
  type SkillFrontmatter,
} from '../../../domain/capabilities/skill-frontmatter.js';
import {
  readSkillMetadata,
  type SkillMetadata,
} from '../../../domain/capabilities/skill-metadata.js';
import type { MetadataFormat } from '../../ports/formats/metadata-format.js';
import type { CapabilitySkill } from './capability-root.js';

/** What an agent must know about a skill before using it. */
export interface SkillDescription extends SkillFrontmatter, SkillMetadata {
  /** Path of its instructions. */
  readonly path: string;
}

/**
 * Resolves with a skill's description; undefined when its instructions contain none. Invalid metadata beside
 * them is ignored.
 */
export const describeSkill = async (
  { instructions, metadata }: CapabilitySkill,
  format: MetadataFormat,
): Promise<SkillDescription | undefined> => {
  const { path, contents } = instructions;
  const directory = path.split('/').at(-2) ?? '';
  const said = await format.readFrontmatter(contents, (value) =>
    readSkillFrontmatter(value, directory),
  );
  if (said === undefined) {
    return undefined;
  }
  const more = metadata && (await readMetadata(metadata.contents, format));
  return { path, ...said, ...(more ?? { tools: [], policy: undefined }) };
};

const readMetadata = async (
  contents: string,
  format: MetadataFormat,
): Promise<SkillMetadata | undefined> => {
  try {
    return readSkillMetadata(await format.parse(contents.replace(/^\uFEFF/, '')));
  } catch (error) {
    if (error instanceof InvalidMetadata) {
      return undefined;
    }
    throw error;
  }
};
