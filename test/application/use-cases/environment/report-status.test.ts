import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('a server that answers is ready', () => {
  expect(new UseCaseHarness().open().reportStatus()).toBe('ready');
});
