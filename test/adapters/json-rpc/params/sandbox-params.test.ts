import { describe, expect, test } from '@jest/globals';
import { FileSandboxParams } from '../../../../src/adapters/json-rpc/params/file-sandbox-params.js';
import { readParams } from '../../../../src/adapters/json-rpc/params/read-params.js';
import { SandboxParams } from '../../../../src/adapters/json-rpc/params/sandbox-params.js';

const managed = (entries: unknown) => ({
  type: 'managed',
  file_system: { type: 'restricted', entries },
  network: 'restricted',
});

const policyOf = (permissions: unknown, more: object = {}) =>
  readParams(SandboxParams, { permissions, windowsSandboxLevel: 'disabled', ...more }).toPolicy();

describe('a sandbox', () => {
  test('is read as the Codex client sends it', () => {
    const entries = [
      { path: { type: 'special', value: { kind: 'root' } }, access: 'read' },
      {
        path: { type: 'special', value: { kind: 'project_roots', subpath: '.git' } },
        access: 'read',
        missing_path_behavior: 'skip',
      },
      { path: { type: 'path', path: 'file:///a%20b' }, access: 'write' },
      { path: { type: 'glob_pattern', pattern: '**/*.key' }, access: 'deny' },
    ];
    const more = { cwd: 'file:///ws', workspaceRoots: ['file:///ws'], useLegacyLandlock: false };
    expect(policyOf(managed(entries), more)).toEqual({
      permissions: {
        type: 'managed',
        files: [
          { place: { type: 'special', kind: 'root', subpath: undefined }, access: 'read' },
          { place: { type: 'special', kind: 'project_roots', subpath: '.git' }, access: 'read' },
          { place: { type: 'path', path: '/a b' }, access: 'write' },
          { place: { type: 'glob', pattern: '**/*.key' }, access: 'deny' },
        ],
        network: 'restricted',
      },
      cwd: '/ws',
      workspaceRoots: ['/ws'],
    });
  });

  test('may leave out where it is', () => {
    expect(policyOf({ type: 'disabled' })).toEqual({
      permissions: { type: 'disabled' },
      cwd: undefined,
      workspaceRoots: [],
    });
    expect(policyOf({ type: 'external', network: 'enabled' }, { cwd: null })).toMatchObject({
      permissions: { type: 'external', network: 'enabled' },
    });
    const unrestricted = {
      type: 'managed',
      file_system: { type: 'unrestricted' },
      network: 'enabled',
    };
    expect(policyOf(unrestricted)).toMatchObject({ permissions: { files: 'unrestricted' } });
  });

  const P = 'sandbox.permissions';
  const E = `${P}.file_system.entries`;
  test.each([
    [{}, `missing field \`${P}.type\``],
    [{ type: 'x' }, `\`${P}.type\``],
    [{ type: ['managed'] }, `\`${P}.type\``],
    [{ type: 'external' }, `missing field \`${P}.network\``],
    [{ type: 'external', network: 'x' }, `\`${P}.network\``],
    [{ type: 'managed', network: 'enabled' }, `missing field \`${P}.file_system\``],
    [{ ...managed([]), file_system: { type: 'restricted' } }, `missing field \`${E}\``],
    [managed({}), `\`${E}\``],
    [managed(new Array(1001).fill({})), `\`${E}\``],
    [managed([null]), `\`${E}[0]\``],
    [managed([{ access: 'read' }]), `missing field \`${E}[0].path\``],
    [managed([{ path: 'file:///x', access: 'read' }]), `\`${E}[0].path\``],
    [managed([{ path: { type: 'x' }, access: 'read' }]), `\`${E}[0].path.type\``],
    [managed([{ path: { type: 'path', path: '/x' }, access: 'read' }]), 'invalid URI'],
    [managed([{ path: { type: 'path', path: 'file://h/x' }, access: 'read' }]), 'invalid on'],
    [managed([{ path: { type: 'path', path: 'file:///x' } }]), `missing field \`${E}[0].access\``],
    [managed([{ path: { type: 'path', path: 'file:///x' }, access: 'x' }]), `\`${E}[0].access\``],
    [managed([{ path: { type: 'special', value: {} }, access: 'read' }]), '.path.value.kind`'],
    [
      managed([{ path: { type: 'special', value: { kind: 'x' } }, access: 'read' }]),
      '.path.value.kind`',
    ],
    [
      managed([{ path: { type: 'glob_pattern', pattern: 'a\0b' }, access: 'deny' }]),
      '.path.pattern`',
    ],
    [
      managed([
        {
          path: { type: 'path', path: 'file:///x' },
          access: 'read',
          missing_path_behavior: 'x',
        },
      ]),
      '.missing_path_behavior`',
    ],
  ])('is refused by name: %j', (permissions, text) => {
    expect(() => policyOf(permissions)).toThrow(text);
  });

  test.each([
    [{ cwd: '/x' }, 'sandbox.cwd'],
    [{ cwd: 'file://h/x' }, 'sandbox.cwd'],
    [{ workspaceRoots: ['/x'] }, 'sandbox.workspaceRoots[0]'],
  ])('is refused for a place that is no path here: %j', (more, field) => {
    expect(() => policyOf({ type: 'disabled' }, more)).toThrow(field);
  });
});

describe('a sandbox of a request about files', () => {
  const fileSandbox = (path: object, more: object = {}) =>
    readParams(FileSandboxParams, {
      permissions: managed([{ path, access: 'read' }]),
      windowsSandboxLevel: 'disabled',
      ...more,
    });
  const special = (kind: string) => ({ type: 'special', value: { kind } });

  test.each([
    special('project_roots'),
    special('current_working_directory'),
    { type: 'glob_pattern', pattern: '*.key' },
  ])('needs the directory that %j starts from', (path) => {
    const roots = { workspaceRoots: ['file:///ws'] };

    expect(() => fileSandbox(path, roots).toPolicy()).toThrow(
      'file system sandbox context with dynamic permissions requires cwd',
    );
    expect(fileSandbox(path, { cwd: 'file:///ws' }).toPolicy().cwd).toBe('/ws');
  });

  test.each([
    special('root'),
    special('tmpdir'),
    special('unknown'),
    { type: 'path', path: 'file:///a' },
    { type: 'glob_pattern', pattern: '/a/*.key' },
  ])('needs none for %j', (path) => {
    expect(fileSandbox(path).toPolicy().cwd).toBeUndefined();
  });
});
