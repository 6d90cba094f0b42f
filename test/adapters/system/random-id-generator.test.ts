import { expect, test } from '@jest/globals';
import { RandomIdGenerator } from '../../../src/adapters/system/random-id-generator.js';
import { tagIn, tagOf } from '../../../src/domain/routing/node-tag.js';
import { idGeneratorContract } from '../../contracts/id-generator-contract.js';
import { FixedIds } from '../../fakes/fixed-ids.js';

idGeneratorContract('random', () => new RandomIdGenerator());
idGeneratorContract('of a node', () => new RandomIdGenerator(tagOf('node-1')));
idGeneratorContract('fixed', () => new FixedIds());

test('RandomIdGenerator ids of two generators differ', () => {
  expect(new RandomIdGenerator().sessionId()).not.toBe(new RandomIdGenerator().sessionId());
});

test('RandomIdGenerator of a node ends ids with its tag, and of none with random digits', () => {
  expect(tagIn(new RandomIdGenerator(tagOf('node-1')).sessionId())).toBe(tagOf('node-1'));
  expect(tagIn(new RandomIdGenerator().sessionId())).not.toBe(
    tagIn(new RandomIdGenerator().sessionId()),
  );
});
