import { expect, test } from '@jest/globals';
import { summarize } from '../../src/testing/process-outcome.js';

const event = (method: string, params: object) => ({
  method,
  params: { processId: 'p', ...params },
});
const output = event('process/output', { seq: 1, stream: 'stdout', chunk: 'aGk=' });
const closed = event('process/closed', { seq: 3 });

test('summarize returns the output in order and the exit code', () => {
  const exited = event('process/exited', { seq: 2, exitCode: 137 });

  expect(summarize([output, exited, closed], 'p')).toEqual({
    stdout: 'hi',
    stderr: '',
    pty: '',
    exitCode: 137,
    seqs: [1, 2, 3],
  });
});

test('summarize fails for a process whose exit was sent while the client was disconnected', () => {
  expect(() => summarize([output, closed], 'p')).toThrow('its process/exited was missed');
});
