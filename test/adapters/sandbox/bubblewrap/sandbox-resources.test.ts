import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SandboxResources } from '../../../../src/adapters/sandbox/bubblewrap/sandbox-resources.js';

let directory: string;
let isRemoved: boolean;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'resources-'));
  isRemoved = false;
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const remove = (): void => {
  isRemoved = true;
};
const open = (isEmpty: boolean, where: () => string = () => directory): SandboxResources =>
  SandboxResources.open(where, { isEmpty, end: remove }, Buffer.from('--x\0'));

test('SandboxResources keep placeholders until the first process of the sandbox has ended', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const resources = open(false);
  writeFileSync(resources.report ?? '', `{\n    "child-pid": ${child.pid},\n    "mnt": 1\n}\n`);
  const released = resources.release();
  expect(isRemoved).toBe(false);
  child.kill('SIGKILL');
  await released;
  expect(isRemoved).toBe(true);
});

test('SandboxResources remove placeholders at once when bubblewrap started no process', () => {
  expect(open(false).release()).toBeUndefined();
  expect(isRemoved).toBe(true);
});

test('SandboxResources without placeholders wait for no report', () => {
  const resources = open(true);
  expect(resources.report).toBeUndefined();
  expect(resources.holdsPlaceholders).toBe(false);
  expect(resources.release()).toBeUndefined();
});

test('SandboxResources that cannot be opened leave no placeholders', () => {
  expect(() => open(false, () => join(directory, 'none'))).toThrow('ENOENT');
  expect(isRemoved).toBe(true);
  expect(readdirSync(directory)).toEqual([]);
});
