import { expect, test } from '@jest/globals';
import { Workbench } from '../../../support/use-case-harness.js';

test('a server that answers is ready', () => {
  expect(new Workbench().open().reportStatus()).toBe('ready');
});
