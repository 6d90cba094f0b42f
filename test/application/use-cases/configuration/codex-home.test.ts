import { beforeEach, expect, test } from '@jest/globals';
import { InMemoryFileSystem } from '../../../../src/adapters/file-system/memory/in-memory-file-system.js';
import type { HostDescription } from '../../../../src/application/ports/host-information.js';
import { findCodexHome } from '../../../../src/application/use-cases/configuration/codex-home.js';
import { FakeHost } from '../../../fakes/fake-host.js';

let files: InMemoryFileSystem;

beforeEach(() => {
  files = new InMemoryFileSystem();
  files.addDirectory('/srv/codex');
});

const find = (
  variables: Readonly<Record<string, string>>,
  description: Partial<HostDescription> = {},
) => {
  const host = new FakeHost();
  host.variables = variables;
  host.describe = () => ({ ...new FakeHost().describe(), ...description });
  return findCodexHome(files, host);
};

test('findCodexHome uses CODEX_HOME, relative to the working directory', async () => {
  expect(await find({ CODEX_HOME: '/srv/codex' })).toBe('/srv/codex');
  expect(await find({ CODEX_HOME: 'codex' })).toBe('/srv/codex');
});

test('findCodexHome falls back to .codex in the home directory when CODEX_HOME is unset or empty', async () => {
  expect(await find({})).toBe('/home/tester/.codex');
  expect(await find({ CODEX_HOME: '' })).toBe('/home/tester/.codex');
});

test('findCodexHome resolves a relative HOME against the working directory', async () => {
  expect(await find({ HOME: 'me' }, { userHomeDir: undefined })).toBe('/srv/me/.codex');
});

test('findCodexHome fails for a user without a home directory', async () => {
  const homeless = { userHomeDir: undefined };
  await expect(find({}, homeless)).rejects.toThrow('Could not find home directory');
  await expect(find({ HOME: '' }, homeless)).rejects.toThrow('Could not find home directory');
});

test('findCodexHome resolves nothing against a removed working directory', async () => {
  const gone = { cwd: undefined, userHomeDir: undefined };
  await expect(find({ CODEX_HOME: 'codex' }, gone)).rejects.toThrow(
    'CODEX_HOME points to "codex", but that path does not exist',
  );
  await expect(find({ HOME: 'me' }, gone)).rejects.toThrow('No such file or directory');
});
