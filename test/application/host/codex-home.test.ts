import { beforeEach, expect, test } from '@jest/globals';
import { InMemoryFileSystem } from '../../../src/adapters/file-system/memory/in-memory-file-system.js';
import { findCodexHome } from '../../../src/application/host/codex-home.js';
import type { HostDescription } from '../../../src/application/ports/host-information.js';
import { FakeHost } from '../../fakes/fake-host.js';

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

test('it is what CODEX_HOME says, from the working directory where that is relative', async () => {
  expect(await find({ CODEX_HOME: '/srv/codex' })).toBe('/srv/codex');
  expect(await find({ CODEX_HOME: 'codex' })).toBe('/srv/codex');
});

test('it is in the home directory where CODEX_HOME says nothing', async () => {
  expect(await find({})).toBe('/home/tester/.codex');
  expect(await find({ CODEX_HOME: '' })).toBe('/home/tester/.codex');
});

test('a HOME that is relative counts from the working directory', async () => {
  expect(await find({ HOME: 'me' }, { userHomeDir: undefined })).toBe('/srv/me/.codex');
});

test('a user without a home is told so', async () => {
  const nobody = { userHomeDir: undefined };
  await expect(find({}, nobody)).rejects.toThrow('Could not find home directory');
  await expect(find({ HOME: '' }, nobody)).rejects.toThrow('Could not find home directory');
});

test('nothing is relative to a working directory that has been removed', async () => {
  const gone = { cwd: undefined, userHomeDir: undefined };
  await expect(find({ CODEX_HOME: 'codex' }, gone)).rejects.toThrow(
    'CODEX_HOME points to "codex", but that path does not exist',
  );
  await expect(find({ HOME: 'me' }, gone)).rejects.toThrow('No such file or directory');
});
