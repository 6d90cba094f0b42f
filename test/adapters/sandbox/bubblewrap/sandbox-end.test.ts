import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { sandboxEnd } from '../../../../src/adapters/sandbox/bubblewrap/sandbox-end.js';

test('sandboxEnd waits until the first process of the sandbox has ended', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  let hasEnded = false;
  const end = sandboxEnd(child.pid)?.then(() => {
    hasEnded = true;
  });
  expect(hasEnded).toBe(false);
  child.kill('SIGKILL');
  await end;
  expect(hasEnded).toBe(true);
  expect(sandboxEnd(child.pid)).toBeUndefined();
});

test('sandboxEnd waits for no process that has ended or never was', async () => {
  const child = spawn('true', { stdio: 'ignore' });
  await once(child, 'exit');

  expect(sandboxEnd(child.pid)).toBeUndefined();
  expect(sandboxEnd(undefined)).toBeUndefined();
});

test('sandboxEnd gives up on a process that does not end', async () => {
  await expect(sandboxEnd(process.pid, 5)).resolves.toBeUndefined();
});
