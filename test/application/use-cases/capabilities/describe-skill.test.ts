import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { YamlMetadata } from '../../../../src/adapters/yaml/yaml-metadata.js';
import { DEFAULT_LIMITS } from '../../../../src/application/limits/limits.js';
import { describeSkill } from '../../../../src/application/use-cases/capabilities/describe-skill.js';

interface NativeCase {
  /** Of `SKILL.md`; where it is missing, one that says the least. */
  readonly instructions?: string;
  /** Of `agents/openai.yaml`. */
  readonly metadata?: string;
  /** Null: the skill is left out. */
  readonly said: object | null;
}

/** Skills, and what upstream made of them. */
const NATIVE: Readonly<Record<string, NativeCase>> = JSON.parse(
  readFileSync('test/fixtures/native-skills.json', 'utf8'),
);

const format = new YamlMetadata(
  DEFAULT_LIMITS.maxMetadataCharacters,
  DEFAULT_LIMITS.maxMetadataDepth,
);

const described = async (name: string, instructions: string, metadata?: string) => {
  const path = `/skills/${name}/SKILL.md`;
  const beside = metadata === undefined ? undefined : { path: '/m', contents: metadata };
  return await describeSkill(
    { instructions: { path, contents: instructions }, metadata: beside },
    format,
  );
};

describe('describeSkill returns what upstream returns for', () => {
  test.each(Object.entries(NATIVE))('%s', async (name, { instructions, metadata, said }) => {
    const least = `---\nname: ${name}\ndescription: d\n---\n`;

    const skill = await described(name, instructions ?? least, metadata);

    const expected = said && { path: `/skills/${name}/SKILL.md`, tools: [], ...said };
    expect(skill).toEqual(expected ?? undefined);
  });
});

test('describeSkill names a skill in the root directory skill when it has no name', async () => {
  const instructions = { path: '/SKILL.md', contents: '---\ndescription: d\n---\n' };

  expect(await describeSkill({ instructions, metadata: undefined }, format)).toMatchObject({
    name: 'skill',
  });
});

test('describeSkill leaves out a skill whose frontmatter exceeds the limit', async () => {
  const long = 'x'.repeat(DEFAULT_LIMITS.maxMetadataCharacters);

  expect(await described('a', `---\ndescription: ${long}\n---\n`)).toBeUndefined();
});

test.each([
  ['blanks', `a:${' '.repeat(15_000)}x`],
  ['no colon', 'x'.repeat(15_000)],
  ['hashes', `a: ${'# '.repeat(7000)}`],
  ['brackets', `a: ${'['.repeat(15_000)}`],
])(
  'describeSkill rejects invalid frontmatter within 2 s: %s',
  async (_, line) => {
    expect(await described('a', `---\n${line}\n---\n`)).toBeUndefined();
  },
  2000,
);
