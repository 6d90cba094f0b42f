import { expect, test } from '@jest/globals';
import { RandomIdGenerator } from '../../../src/adapters/system/random-id-generator.js';
import { idGeneratorContract } from '../../contracts/id-generator-contract.js';
import { FixedIds } from '../../fakes/fixed-ids.js';

idGeneratorContract('random', () => new RandomIdGenerator());
idGeneratorContract('fixed', () => new FixedIds());

test('RandomIdGenerator ids of two generators differ', () => {
  expect(new RandomIdGenerator().sessionId()).not.toBe(new RandomIdGenerator().sessionId());
});
