import { expect, test } from '@jest/globals';
import { BoundedInventory } from '../../../../src/adapters/json-rpc/presenters/bounded-inventory.js';
import type { ExecutorPlugin, StandaloneSkill } from '../../../../src/protocol/capabilities.js';

const BOUNDS = { maxCapabilities: 5, maxCapabilityReplyBytes: 10_000, maxCapabilityWarnings: 3 };
const TRUNCATED = 'capability discovery size limit reached';

const skill = (name: string, description = 'd'): StandaloneSkill => ({
  name,
  description,
  shortDescription: null,
  path: `file:///${name}/SKILL.md`,
  discoveryRoot: { id: 'codex-home-skills', path: 'file:///' },
  dependencies: null,
  policy: null,
});

const plugin = (id: string, skills: number): ExecutorPlugin => ({
  id,
  displayName: id,
  remotePluginId: null,
  version: '1',
  root: 'file:///p',
  files: { manifest: { path: 'file:///m', contents: '{}' }, mcpConfig: null, appsConfig: null },
  skills: Array.from({ length: skills }, (_, index) => skill(`${id}${index}`)),
});

const names = (answer: BoundedInventory, warnings: string[] = []) => {
  const result = answer.finish(warnings);
  return {
    plugins: result.plugins.map(({ id, skills }) => [id, skills.length]),
    skills: result.skills.map(({ name }) => name),
    warnings: result.warnings,
  };
};

test('BoundedInventory keeps everything within its limits', () => {
  const answer = new BoundedInventory(BOUNDS, false);
  answer.addPlugin(plugin('p', 2));
  answer.addSkills([skill('a'), skill('b')]);

  expect(names(answer, ['w'])).toEqual({
    plugins: [['p', 2]],
    skills: ['a', 'b'],
    warnings: ['w'],
  });
});

test('BoundedInventory counts a plugin with its skills and cuts off those beyond maxCapabilities', () => {
  const answer = new BoundedInventory(BOUNDS, false);
  answer.addPlugin(plugin('p', 1));
  answer.addPlugin(plugin('q', 5));
  answer.addPlugin(plugin('r', 0));
  answer.addSkills([skill('a')]);

  expect(names(answer)).toEqual({
    plugins: [
      ['p', 1],
      ['q', 2],
    ],
    skills: [],
    warnings: [TRUNCATED],
  });
});

test('BoundedInventory leaves out what is too large and keeps what is smaller', () => {
  const answer = new BoundedInventory(BOUNDS, false);
  answer.addSkills([skill('a'), skill('large', 'x'.repeat(10_000)), skill('b')]);

  expect(names(answer)).toEqual({ plugins: [], skills: ['a', 'b'], warnings: [TRUNCATED] });
});

test('BoundedInventory counts the JSON around its parts', () => {
  const each = skill('a');
  const bytes = JSON.stringify(each).length;
  const answer = new BoundedInventory({ ...BOUNDS, maxCapabilityReplyBytes: 2 * bytes }, false);
  answer.addSkills([each, each]);

  expect(names(answer, ['w'])).toEqual({ plugins: [], skills: ['a'], warnings: [TRUNCATED] });
});

test('BoundedInventory returns at most maxCapabilityWarnings, the truncation first', () => {
  const warnings = ['1', '2', '3', '4'];

  expect(names(new BoundedInventory(BOUNDS, false), warnings).warnings).toEqual(['1', '2', '3']);
  expect(names(new BoundedInventory(BOUNDS, true), warnings).warnings).toEqual([
    TRUNCATED,
    '1',
    '2',
  ]);
});
