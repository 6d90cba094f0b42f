import { expect, test } from '@jest/globals';
import { YamlMetadata } from '../../../src/adapters/yaml/yaml-metadata.js';
import {
  InvalidMetadata,
  type MetadataValue,
} from '../../../src/domain/capabilities/metadata-value.js';
import { metadataFormatContract } from '../../contracts/formats/metadata-format-contract.js';

const format = new YamlMetadata(1000, 50);

const scalar = (text: string, value: string | number | boolean | null = text): MetadataValue => ({
  kind: 'scalar',
  text,
  value,
});
const map = (...entries: (readonly [MetadataValue, MetadataValue])[]): MetadataValue => ({
  kind: 'map',
  entries,
});

metadataFormatContract('YamlMetadata', {
  make: () => format,
  valid: [
    ['a: 1', map([scalar('a'), scalar('1', 1)])],
    ['"1"', scalar('1')],
  ],
  invalid: ['a: [', '{', 'a: b: c'],
  document: '---\na: 1\n---\nbody: [',
  repairable: ['---\na: for AWS: S3\n---\n', map([scalar('a'), scalar('for AWS: S3')])],
  withoutMetadata: ['', 'a: 1', '---\na: 1\n', '---\n---\na: 1', '---\na: [\n  b: {\n---\n'],
});

test.each<[string, MetadataValue]>([
  ['', scalar('', null)],
  ['~', scalar('~', null)],
  ['Null', scalar('Null', null)],
  ['nULL', scalar('nULL')],
  ['""', scalar('')],
  ['"null"', scalar('null')],
  ['TRUE', scalar('TRUE', true)],
  ['False', scalar('False', false)],
  ['yes', scalar('yes')],
  ["'true'", scalar('true')],
  ['0', scalar('0', 0)],
  ['+7', scalar('+7', 7)],
  ['0x1F', scalar('0x1F', 31)],
  ['0o17', scalar('0o17', 15)],
  ['0b101', scalar('0b101', 5)],
  ['017', scalar('017')],
  ['-1', scalar('-1')],
  ['1.50', scalar('1.50')],
  ['"1.50"', scalar('1.50')],
  ['|\n a\n b\n', scalar('a\nb\n')],
  ['!!str 5', scalar('5')],
  ['!other 5', scalar('5', 5)],
  ['[a, ~]', { kind: 'list', items: [scalar('a'), scalar('~', null)] }],
  [
    'a: x\na:\n',
    {
      kind: 'map',
      entries: [
        [scalar('a'), scalar('x')],
        [scalar('a'), scalar('', null)],
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
