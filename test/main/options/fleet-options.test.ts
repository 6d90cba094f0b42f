import { expect, test } from '@jest/globals';
import { catchOutput, read, usageError } from './read-command-line.js';

catchOutput();

test('readCommandLine takes the name of the node, and refuses one that is no name', () => {
  expect(read(['--node-id', 'node-1']).fleet).toEqual({ nodeId: 'node-1' });
  expect(usageError(['--node-id', 'a b']).exitCode).toBe(1);
});
