import {
  InvalidMetadata,
  type MetadataValue,
} from '../../../domain/capabilities/metadata-value.js';
import {
  frontmatterOf,
  readSkillFrontmatter,
  type SkillFrontmatter,
} from '../../../domain/capabilities/skill-frontmatter.js';
import {
  readSkillMetadata,
  type SkillMetadata,
} from '../../../domain/capabilities/skill-metadata.js';
import type { MetadataFormat } from '../../ports/metadata-format.js';
import type { CapabilitySkill } from './capability-root.js';
import { repairFrontmatter } from './repair-frontmatter.js';

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
  const frontmatter = frontmatterOf(contents);
  if (frontmatter === undefined) {
    return undefined;
  }
  const directory = path.split('/').at(-2) ?? '';
  const read = (value: MetadataValue): SkillFrontmatter => readSkillFrontmatter(value, directory);
  const said =
    (await unlessInvalid(format.parse(frontmatter).then(read))) ??
    (await readRepaired(frontmatter, format, read));
  if (said === undefined) {
    return undefined;
  }
  const more =
    metadata &&
    (await unlessInvalid(
      format.parse(metadata.contents.replace(/^\uFEFF/, '')).then(readSkillMetadata),
    ));
  return { path, ...said, ...(more ?? { tools: [], policy: undefined }) };
};

const readRepaired = async <T>(
  frontmatter: string,
  format: MetadataFormat,
  read: (value: MetadataValue) => T,
): Promise<T | undefined> => {
  const mended = await repairFrontmatter(frontmatter, format);
  return mended === undefined ? undefined : await unlessInvalid(format.parse(mended).then(read));
};

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
