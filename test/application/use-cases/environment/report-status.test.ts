import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('ReportStatus returns ready to an initialized client', () => {
  expect(new UseCaseHarness().open().reportStatus()).toBe('ready');
});
