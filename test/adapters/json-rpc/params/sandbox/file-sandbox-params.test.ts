import { describe, expect, test } from '@jest/globals';
import { FileSandboxParams } from '../../../../../src/adapters/json-rpc/params/sandbox/file-sandbox-params.js';
import { readParams } from '../read-params.js';

describe('FileSandboxParams', () => {
  const fileSandbox = (path: object, more: object = {}) =>
    readParams(FileSandboxParams, {
      permissions: {
        type: 'managed',
        file_system: { type: 'restricted', entries: [{ path, access: 'read' }] },
        network: 'restricted',
      },
      windowsSandboxLevel: 'disabled',
      ...more,
    });
  const special = (kind: string) => ({ type: 'special', value: { kind } });

  test.each([
    special('project_roots'),
    special('current_working_directory'),
    { type: 'glob_pattern', pattern: '*.key' },
  ])('requires cwd for %j', (path) => {
    const roots = { workspaceRoots: ['file:///ws'] };

    expect(() => fileSandbox(path, roots).toPolicy()).toThrow(
      'file system sandbox context with dynamic permissions requires cwd',
    );
    expect(fileSandbox(path, { cwd: 'file:///ws' }).toPolicy().cwd).toBe('/ws');
  });

  test.each([
    special('root'),
    special('tmpdir'),
    { type: 'special', value: { kind: 'unknown', path: ':new' } },
    { type: 'path', path: 'file:///a' },
    { type: 'glob_pattern', pattern: '/a/*.key' },
  ])('requires no cwd for %j', (path) => {
    expect(fileSandbox(path).toPolicy().cwd).toBeUndefined();
  });
});
