import { expect, test } from '@jest/globals';
import { YamlMetadata } from '../../../src/adapters/yaml/yaml-metadata.js';
import {
  InvalidMetadata,
  type MetadataValue,
} from '../../../src/domain/capabilities/metadata-value.js';
import { metadataFormatContract } from '../../contracts/metadata-format-contract.js';

const format = new YamlMetadata(1000, 50);

const plain = (text: string): MetadataValue => ({ kind: 'scalar', text, isPlain: true });
const quoted = (text: string): MetadataValue => ({ kind: 'scalar', text, isPlain: false });

metadataFormatContract('YamlMetadata', {
  make: () => format,
  valid: [
    ['a: 1', { kind: 'map', entries: [[plain('a'), plain('1')]] }],
    ['"1"', quoted('1')],
  ],
  invalid: ['a: [', '{', 'a: b: c'],
});

test.each<[string, MetadataValue]>([
  ['', plain('')],
  ['1.50', plain('1.50')],
  ['"1.50"', quoted('1.50')],
  ['|\n a\n b\n', quoted('a\nb\n')],
  ['!!str 5', quoted('5')],
  ['!other 5', plain('5')],
  ['[a, ~]', { kind: 'list', items: [plain('a'), plain('~')] }],
  [
    'a: x\na:\n',
    {
      kind: 'map',
      entries: [
        [plain('a'), plain('x')],
        [plain('a'), plain('')],
      ],
    },
  ],
])('YamlMetadata reads %j', async (text, value) => {
  expect(await format.parse(text)).toEqual(value);
});

test('YamlMetadata returns for an alias the value of its anchor', async () => {
  const list = await format.parse('[&a {b: c}, *a]');

  expect(list.kind === 'list' && list.items[1]).toBe(list.kind === 'list' && list.items[0]);
});

test.each([
  ['two documents', 'a: b\n---\nc: d'],
  ['an alias without an anchor', 'a: *b'],
  ['an alias within its anchor', '&a [*a]'],
  ['a control character', 'a\u0001b'],
  ['an indent with a tab', 'a:\n\t- b'],
  ['a text that is too long', 'x'.repeat(1001)],
])('YamlMetadata rejects %s', async (_, text) => {
  await expect(format.parse(text)).rejects.toThrow(InvalidMetadata);
});

test.each([
  ['lists', '[', ']'],
  ['maps', '{a: ', '}'],
  ['lists in lines', '- ', ''],
  ['keys', '? ', ''],
])('YamlMetadata rejects %s nested more than 50 deep', async (_, open, close) => {
  const nested = (depth: number) => open.repeat(depth) + close.repeat(depth);
  const patient = new YamlMetadata(1_000_000, 50);

  await expect(patient.parse(nested(40))).resolves.toBeDefined();
  await expect(patient.parse(nested(60))).rejects.toThrow(InvalidMetadata);
  await expect(patient.parse(nested(50_000))).rejects.toThrow(InvalidMetadata);
});
