import { describe, expect, test } from '@jest/globals';
import { InvalidParams } from '../../../../../src/adapters/json-rpc/encoding/invalid-params.js';
import {
  FsReadFileParams,
  FsWriteFileParams,
} from '../../../../../src/adapters/json-rpc/params/files/fs-file-params.js';
import {
  FsCanonicalizeParams,
  FsCopyParams,
  FsCreateDirectoryParams,
  FsGetMetadataParams,
  FsReadDirectoryParams,
  FsRemoveParams,
} from '../../../../../src/adapters/json-rpc/params/files/fs-path-params.js';
import { FsWalkParams } from '../../../../../src/adapters/json-rpc/params/files/fs-walk-params.js';
import { WalkOptionsParams } from '../../../../../src/adapters/json-rpc/params/files/walk-options-params.js';
import { describeParams, type FieldRule } from '../describe-params.js';
import { readParams } from '../read-params.js';

const text = (name: string): FieldRule => ({
  name,
  presence: 'required',
  kind: 'text',
  right: [''],
});
const flag = (name: string): FieldRule => ({
  name,
  presence: 'nullable',
  kind: 'flag',
  right: [false],
});

const PATH = text('path');
const LINKS = flag('followSymlinks');
const SANDBOX: FieldRule = { name: 'sandbox', presence: 'nullable', kind: 'map', wrong: [{}] };

const path = 'file:///x';
const sandbox = null;
const followSymlinks = true;

describeParams(FsReadFileParams, { path, followSymlinks, sandbox }, [PATH, LINKS, SANDBOX]);
describeParams(FsGetMetadataParams, { path, followSymlinks, sandbox }, [PATH, LINKS, SANDBOX]);
describeParams(FsCanonicalizeParams, { path, sandbox }, [PATH, SANDBOX]);
describeParams(FsReadDirectoryParams, { path, sandbox }, [PATH, SANDBOX]);
describeParams(FsWriteFileParams, { path, dataBase64: '', followSymlinks, sandbox }, [
  ...[PATH, text('dataBase64'), LINKS, SANDBOX],
]);
describeParams(FsCreateDirectoryParams, { path, recursive: true, followSymlinks, sandbox }, [
  ...[PATH, flag('recursive'), LINKS, SANDBOX],
]);
describeParams(FsRemoveParams, { path, recursive: true, force: true, followSymlinks, sandbox }, [
  ...[PATH, flag('recursive'), flag('force'), LINKS, SANDBOX],
]);
describeParams(
  FsCopyParams,
  { sourcePath: path, destinationPath: path, recursive: true, sandbox },
  [
    ...[text('sourcePath'), text('destinationPath')],
    { name: 'recursive', presence: 'required', kind: 'flag', right: [false] },
    SANDBOX,
  ],
);

const OPTIONS = {
  maxDepth: 1,
  maxDirectories: 2,
  maxEntries: 3,
  followDirectorySymlinks: true,
  pruneHiddenDirectories: true,
};

const number = (name: string): FieldRule => ({
  name,
  presence: 'required',
  kind: 'number',
  wrong: [-1, 0.5],
  right: [0, 65],
});

describeParams(WalkOptionsParams, OPTIONS, [
  ...[number('maxDepth'), number('maxDirectories'), number('maxEntries')],
  { name: 'followDirectorySymlinks', presence: 'required', kind: 'flag' },
  flag('pruneHiddenDirectories'),
]);
describeParams(FsWalkParams, { path, options: OPTIONS, sandbox }, [
  PATH,
  { name: 'options', presence: 'required', kind: 'map', wrong: [{}] },
  SANDBOX,
]);

describe('File command', () => {
  const named = { asSent: path, path: '/x' };

  test('has the defaults of the wire protocol', () => {
    const given = { path };
    expect(readParams(FsReadFileParams, given).toCommand()).toEqual({
      path: named,
      followSymlinks,
    });
    expect(readParams(FsGetMetadataParams, given).toCommand()).toEqual({
      path: named,
      followSymlinks,
    });
    expect(readParams(FsCreateDirectoryParams, given).toCommand()).toEqual({
      path: named,
      recursive: true,
      followSymlinks,
    });
    expect(readParams(FsRemoveParams, given).toCommand()).toEqual({
      path: named,
      recursive: true,
      force: true,
      followSymlinks,
    });
    const { pruneHiddenDirectories: _, ...options } = OPTIONS;
    expect(readParams(FsWalkParams, { path, options }).toCommand().options).toEqual({
      ...options,
      pruneHiddenDirectories: false,
    });
  });

  test('carries the given flags', () => {
    const told = { path, recursive: false, force: false, followSymlinks: false };
    const expected = { path: named, recursive: false, force: false, followSymlinks: false };
    expect(readParams(FsRemoveParams, told).toCommand()).toEqual(expected);
    expect(
      readParams(FsWriteFileParams, { ...told, dataBase64: 'aGk=' }).toCommand().followSymlinks,
    ).toBe(false);
    expect(readParams(FsReadFileParams, told).toCommand().followSymlinks).toBe(false);
    const copy = { sourcePath: 'file:///a', destinationPath: 'file:///b', recursive: false };
    expect(readParams(FsCopyParams, copy).toCommand()).toEqual({
      source: { asSent: 'file:///a', path: '/a' },
      destination: { asSent: 'file:///b', path: '/b' },
      recursive: false,
    });
  });

  test('carries its sandbox', () => {
    const confined = { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' };
    for (const type of [FsReadFileParams, FsCanonicalizeParams, FsRemoveParams]) {
      expect(
        readParams<{ toCommand(): object }>(type, { path, sandbox: confined }).toCommand(),
      ).toMatchObject({
        sandbox: { permissions: { type: 'disabled' }, cwd: undefined, workspaceRoots: [] },
      });
    }
  });

  test('names the first invalid field in the order of the protocol, whichever class declares it', () => {
    expect(() => readParams(FsReadFileParams, { path: 1, followSymlinks: 1, sandbox: 1 })).toThrow(
      'in field `path`',
    );
    expect(() => readParams(FsReadFileParams, { path, followSymlinks: 1, sandbox: 1 })).toThrow(
      'in field `followSymlinks`',
    );
  });

  test('names the field of an invalid path URI', () => {
    const copy = { sourcePath: 'file:///a', destinationPath: '/b', recursive: false };
    expect(() => readParams(FsCopyParams, copy).toCommand()).toThrow(InvalidParams);
    expect(() => readParams(FsCopyParams, copy).toCommand()).toThrow('`destinationPath`');
    expect(() => readParams(FsWalkParams, { path: 'x', options: OPTIONS }).toCommand()).toThrow(
      '`path`',
    );
  });
});
