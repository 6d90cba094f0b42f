import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { CaseDirectory } from '../../../scripts/apply-patch-parity/case-directory.mjs';
// @ts-expect-error: plain JavaScript, without types
import { KNOWN_DIFFERENCES } from '../../../scripts/apply-patch-parity/known-differences.mjs';
import { NodePatchFiles } from '../../../src/adapters/patches/node-patch-files.js';
import { runPatchProgram } from '../../../src/adapters/patches/patch-program.js';
import { patchFilesContract } from '../../contracts/patch-files-contract.js';

const root = mkdtempSync(join(tmpdir(), 'patch-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

patchFilesContract('of Node', () => new NodePatchFiles(mkdtempSync(join(root, 'files-'))));

interface NativeCase {
  readonly name: string;
  readonly args?: readonly string[];
  readonly patch?: string;
  readonly patchBase64?: string;
  readonly expected: object;
}

/** What upstream did with each patch; `npm run apply-patch-parity -- --record` writes it. */
const CASES: readonly NativeCase[] = JSON.parse(
  readFileSync('test/fixtures/native-patches.json', 'utf8'),
);

const run = (nativeCase: NativeCase): object => {
  const directory = new CaseDirectory(nativeCase);
  try {
    const { args = [], patch, patchBase64 = '' } = nativeCase;
    const result = runPatchProgram({
      args: args.map((text) => directory.resolve(text)),
      areArgsUtf8: () => true,
      readInput: () =>
        patch === undefined
          ? Buffer.from(patchBase64, 'base64')
          : Buffer.from(directory.resolve(patch)),
      workingDirectory: () => directory.path,
    });
    return {
      exitCode: result.exitCode,
      stdout: directory.unresolve(result.stdout),
      stderr: directory.unresolve(result.stderr),
      files: directory.content(),
    };
  } finally {
    directory.remove();
  }
};

describe('runPatchProgram', () => {
  test('does with 400 patches what upstream does', () => {
    const alike = CASES.filter(({ name }) => !KNOWN_DIFFERENCES.includes(name));
    const results = alike.map((one) => [one.name, run(one)]);

    expect(Object.fromEntries(results)).toEqual(
      Object.fromEntries(alike.map(({ name, expected }) => [name, expected])),
    );
    expect(alike.length).toBeGreaterThan(390);
  });

  test('refuses an argument that is not UTF-8', () => {
    const result = runPatchProgram({
      args: ['\ufffd'],
      areArgsUtf8: () => false,
      readInput: () => Buffer.alloc(0),
      workingDirectory: () => root,
    });

    expect(result).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'Error: apply_patch requires a UTF-8 PATCH argument.\n',
    });
  });

  test.each([
    ['readInput', 'Failed to read PATCH from stdin.\nIs a directory (os error 21)', 'EISDIR'],
    [
      'workingDirectory',
      'Failed to determine current directory.\nNo such file or directory (os error 2)',
      'ENOENT',
    ],
  ] as const)('says why %s failed', (name, text, code) => {
    const call = {
      args: [],
      areArgsUtf8: () => true,
      readInput: () => Buffer.from('x'),
      workingDirectory: () => root,
      [name]: () => {
        throw Object.assign(new Error(code), { code });
      },
    };

    expect(runPatchProgram(call)).toEqual({ exitCode: 1, stdout: '', stderr: `Error: ${text}\n` });
  });
});
