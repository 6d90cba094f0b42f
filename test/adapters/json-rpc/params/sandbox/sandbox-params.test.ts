import { describe, expect, test } from '@jest/globals';
import { FsReadFileParams } from '../../../../../src/adapters/json-rpc/params/files/fs-file-params.js';
import { ProcessStartParams } from '../../../../../src/adapters/json-rpc/params/processes/process-start-params.js';
import { SandboxParams } from '../../../../../src/adapters/json-rpc/params/sandbox/sandbox-params.js';
import { readParams } from '../read-params.js';

const P = 'sandbox.permissions';
const START = { processId: 'p', argv: ['true'], cwd: 'file:///', env: {}, tty: false };

const managed = (entries: unknown) => ({
  type: 'managed',
  file_system: { type: 'restricted', entries },
  network: 'restricted',
});

const policyOf = (permissions: unknown, more: object = {}) =>
  readParams(SandboxParams, { permissions, windowsSandboxLevel: 'disabled', ...more }).toPolicy();

describe('SandboxParams', () => {
  test('reads a sandbox as the Codex client sends it', () => {
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
      elsewhere: { directories: [], workspaceRoots: ['/ws'], temporaryDirectories: [] },
    });
  });

  test('takes directory and workspaces from policyContext when it is given', () => {
    const more = {
      cwd: 'file:///a',
      workspaceRoots: ['file:///a'],
      policyContext: { cwd: 'file:///b', workspaceRoots: ['file:///b'] },
      temporaryDirectories: ['file:///t'],
    };
    expect(policyOf({ type: 'disabled' }, more)).toMatchObject({
      cwd: '/a',
      workspaceRoots: ['/b'],
      elsewhere: {
        directories: ['/b'],
        workspaceRoots: ['/a'],
        temporaryDirectories: ['/t'],
      },
    });
    expect(policyOf({ type: 'disabled' }, { ...more, cwd: null })).toMatchObject({ cwd: '/b' });
    expect(policyOf({ type: 'disabled' }, { ...more, policyContext: {} })).toMatchObject({
      workspaceRoots: [],
    });
  });

  test.each([
    [undefined, undefined],
    [null, undefined],
    [1, 1],
    [2 ** 53, 2 ** 53],
  ])('reads glob_scan_max_depth: %j', (depth, patternDepth) => {
    const { file_system, ...rest } = managed([]);
    const permissions = { ...rest, file_system: { ...file_system, glob_scan_max_depth: depth } };
    expect(policyOf(permissions)).toMatchObject({ permissions: { files: [], patternDepth } });
  });

  test('ignores fields without effect on Linux', () => {
    const more = {
      userHomeDir: 'file:///root',
      sandboxOverride: 'bypassSandboxFirstAttempt',
      windowsSandboxProxySettingsMode: 'preserve',
      windowsSomethingNew: true,
      somethingNew: null,
    };
    expect(policyOf(managed([]), more)).toMatchObject({ permissions: { files: [] } });
  });

  test('accepts a missing or null cwd', () => {
    expect(policyOf({ type: 'disabled' })).toEqual({
      permissions: { type: 'disabled' },
      cwd: undefined,
      workspaceRoots: [],
      elsewhere: { directories: [], workspaceRoots: [], temporaryDirectories: [] },
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
    [
      managed([{ path: { type: 'path', path: 'file://h/x' }, access: 'read' }]),
      'is invalid on this host',
    ],
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
  ])('names the invalid field: %j', (permissions, text) => {
    expect(() => policyOf(permissions)).toThrow(text);
  });

  test.each([
    [{ cwd: '/x' }, 'sandbox.cwd'],
    [{ cwd: '' }, 'sandbox.cwd'],
    [{ policyContext: { cwd: '' } }, 'sandbox.policyContext.cwd'],
    [{ userHomeDir: '' }, 'sandbox.userHomeDir'],
    [{ cwd: 'file://h/x' }, 'sandbox.cwd'],
    [{ workspaceRoots: ['/x'] }, 'sandbox.workspaceRoots[0]'],
    [{ userHomeDir: 'x' }, 'sandbox.userHomeDir'],
    [{ temporaryDirectories: ['/x'] }, 'sandbox.temporaryDirectories[0]'],
    [{ policyContext: { cwd: '/x' } }, 'sandbox.policyContext.cwd'],
    [{ policyContext: { workspaceRoots: ['/x'] } }, 'sandbox.policyContext.workspaceRoots[0]'],
  ])('names the field of an invalid path: %j', (more, field) => {
    expect(() => policyOf({ type: 'disabled' }, more)).toThrow(field);
  });
});

describe('SandboxParams with unknown content', () => {
  const entry = (more: object, path: object = {}) =>
    managed([{ path: { type: 'path', path: 'file:///x', ...path }, access: 'deny', ...more }]);
  const special = (value: object) =>
    managed([{ path: { type: 'special', value }, access: 'deny' }]);
  const files = (more: object) => ({ ...managed([]), file_system: more });

  test.each([
    [{ type: 'disabled', network: 'restricted' }, 'network'],
    [{ type: 'external', network: 'restricted', file_system: {} }, 'file_system'],
    [{ ...managed([]), fileSystem: {} }, 'fileSystem'],
    [files({ type: 'unrestricted', entries: [] }), 'file_system.entries'],
    [files({ type: 'restricted', entries: [], deny: ['/x'] }), 'file_system.deny'],
    [entry({ recursive: false }), 'file_system.entries[0].recursive'],
    [entry({}, { except: [] }), 'file_system.entries[0].path.except'],
    [entry({}, { type: 'glob_pattern' }), 'file_system.entries[0].path.path'],
    [special({ kind: 'root', subpath: 'x' }), 'file_system.entries[0].path.value.subpath'],
    [special({ kind: 'slash_tmp', subpath: 'x' }), 'file_system.entries[0].path.value.subpath'],
    [special({ kind: 'tmpdir', subpath: 'x' }), 'file_system.entries[0].path.value.subpath'],
    [special({ kind: 'minimal', subpath: 'x' }), 'file_system.entries[0].path.value.subpath'],
    [special({ kind: 'project_roots', path: 'x' }), 'file_system.entries[0].path.value.path'],
  ])('rejects an unknown field: %j', (permissions, name) => {
    expect(() => policyOf(permissions)).toThrow(
      `unknown field \`${P}.${name}\`, which could be a restriction`,
    );
  });

  test.each([
    [{ denyPaths: [] }, 'denyPaths'],
    [{ policyContext: { deny: [] } }, 'policyContext.deny'],
  ])('rejects an unknown field beside the permissions: %j', (more, name) => {
    const sandbox = { permissions: managed([]), windowsSandboxLevel: 'disabled', ...more };
    expect(() => readParams(ProcessStartParams, { ...START, sandbox })).toThrow(
      `unknown field \`sandbox.${name}\``,
    );
    expect(() => readParams(FsReadFileParams, { path: 'file:///x', sandbox })).toThrow(
      `unknown field \`sandbox.${name}\``,
    );
  });

  test.each([0, -1, 1.5, '3', {}, 2 ** 65])('rejects the depth %j', (depth) => {
    const file_system = { type: 'restricted', entries: [], glob_scan_max_depth: depth };
    expect(() => policyOf({ ...managed([]), file_system })).toThrow(
      `expected a nonzero integer in field \`${P}.file_system.glob_scan_max_depth\``,
    );
  });

  test.each([
    [{ sandboxOverride: 'other' }, 'sandbox.sandboxOverride'],
    [{ sandboxOverride: null }, 'sandbox.sandboxOverride'],
    [{ temporaryDirectories: 'file:///t' }, 'sandbox.temporaryDirectories'],
    [{ policyContext: [] }, 'sandbox.policyContext'],
    [{ policyContext: { workspaceRoots: null } }, 'sandbox.policyContext.workspaceRoots'],
  ])('rejects the invalid field: %j', (more, field) => {
    const sandbox = { permissions: managed([]), windowsSandboxLevel: 'disabled', ...more };
    expect(() => readParams(ProcessStartParams, { ...START, sandbox })).toThrow(`\`${field}\``);
  });
});
