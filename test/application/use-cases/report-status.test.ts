import { expect, test } from '@jest/globals';
import { Workbench } from '../../fakes/workbench.js';

test('a server that answers is ready', () => {
  expect(new Workbench().open().reportStatus()).toBe('ready');
});
