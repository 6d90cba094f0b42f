import { expect, test } from '@jest/globals';
import {
  INVENTORY_FORMAT,
  presentInventory,
} from '../../../../src/adapters/json-rpc/presenters/present-inventory.js';
import { BoundedInventory } from '../../../../src/application/use-cases/capabilities/bounded-inventory.js';
import type {
  CapabilityInventory,
  FoundPlugin,
  FoundSkill,
} from '../../../../src/application/use-cases/capabilities/capability-inventory.js';
import type { SkillDescription } from '../../../../src/application/use-cases/capabilities/describe-skill.js';

const BOUNDS = { maxCapabilities: 5, maxCapabilityReplyBytes: 10_000, maxCapabilityWarnings: 3 };
const SKILLS: FoundSkill['location'] = { kind: 'skills', id: 'codex-home-skills', root: '/' };

const skill = (name: string, description = 'd'): SkillDescription => ({
  name,
  description,
  shortDescription: undefined,
  path: `/${name}/SKILL.md`,
  tools: [],
  policy: undefined,
});

const plugin = (id: string, skills: number): FoundPlugin => ({
  location: { kind: 'plugin', id, remoteId: undefined, version: '1', root: '/p' },
  displayName: id,
  files: { manifest: { path: '/m', contents: '{}' }, mcpConfig: undefined, appsConfig: undefined },
  skills: Array.from({ length: skills }, (_, index) => skill(`${id}${index}`)),
});

const names = (answer: BoundedInventory, missing: CapabilityInventory['missing'] = []) => {
  const result = answer.finish(missing);
  return {
    plugins: result.plugins.map(({ location, skills }) => [location.id, skills.length]),
    skills: result.skills.map((each) => each.skill.name),
    missing: result.missing,
    isTruncated: result.isTruncated,
  };
};

test('BoundedInventory keeps everything within its limits', () => {
  const answer = new BoundedInventory(BOUNDS, INVENTORY_FORMAT);
  answer.addPlugin(plugin('p', 2));
  answer.addSkills(SKILLS, [skill('a'), skill('b')]);

  expect(names(answer, ['metadata'])).toEqual({
    plugins: [['p', 2]],
    skills: ['a', 'b'],
    missing: ['metadata'],
    isTruncated: false,
  });
});

test('BoundedInventory counts a plugin with its skills and cuts off those beyond maxCapabilities', () => {
  const answer = new BoundedInventory(BOUNDS, INVENTORY_FORMAT);
  answer.addPlugin(plugin('p', 1));
  answer.addPlugin(plugin('q', 5));
  answer.addPlugin(plugin('r', 0));
  answer.addSkills(SKILLS, [skill('a')]);

  expect(names(answer)).toEqual({
    plugins: [
      ['p', 1],
      ['q', 2],
    ],
    skills: [],
    missing: [],
    isTruncated: true,
  });
});

test('BoundedInventory leaves out what is too large and keeps what is smaller', () => {
  const answer = new BoundedInventory(BOUNDS, INVENTORY_FORMAT);
  answer.addSkills(SKILLS, [skill('a'), skill('large', 'x'.repeat(10_000)), skill('b')]);

  expect(names(answer)).toEqual({
    plugins: [],
    skills: ['a', 'b'],
    missing: [],
    isTruncated: true,
  });
});

test('BoundedInventory counts the JSON around its parts', () => {
  const each = skill('a');
  const bytes = INVENTORY_FORMAT.sizeOf({ location: SKILLS, skill: each });
  const bounds = { ...BOUNDS, maxCapabilityReplyBytes: 2 * bytes };
  const answer = new BoundedInventory(bounds, INVENTORY_FORMAT);
  answer.addSkills(SKILLS, [each, each]);

  expect(names(answer, ['metadata'])).toEqual({
    plugins: [],
    skills: ['a'],
    missing: [],
    isTruncated: true,
  });
});

test('BoundedInventory adds skills in the order of their URIs', () => {
  const answer = new BoundedInventory({ ...BOUNDS, maxCapabilities: 1 }, INVENTORY_FORMAT);
  // As URIs `%C3%A9` comes before `z`.
  answer.addSkills(SKILLS, [skill('z'), skill('\u00e9')]);

  expect(names(answer).skills).toEqual(['\u00e9']);
});

test('BoundedInventory returns at most maxCapabilityWarnings, the truncation first', () => {
  const missing = ['locations', 'metadata', 'metadata', 'metadata'] as const;
  const [whole, truncated] = [1, 2].map(() => new BoundedInventory(BOUNDS, INVENTORY_FORMAT));
  truncated?.truncate();

  expect(whole && names(whole, missing).missing).toEqual(['locations', 'metadata', 'metadata']);
  const { warnings } = presentInventory(truncated?.finish(missing) as CapabilityInventory);
  expect(warnings).toEqual([
    'capability discovery size limit reached',
    'some capability locations could not be resolved; discovery may be incomplete',
    'some capability metadata could not be loaded; discovery may be incomplete',
  ]);
});
