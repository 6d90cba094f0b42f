import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CliError } from '../../../src/cli/cli-error.js';
import { readPrivateFile, writePrivateFile } from '../../../src/cli/daemon/private-file.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'private-file-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('A private file', () => {
  test('is readable for its user alone, and replaced as a whole', () => {
    const path = join(directory, 'file');
    writePrivateFile(path, { a: 1 });
    writePrivateFile(path, { a: 2 });
    expect(readPrivateFile(path)).toEqual({ a: 2 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is named in the error when it cannot be written, and leaves nothing behind', () => {
    const path = join(directory, 'taken');
    mkdirSync(path);
    const write = (): void => writePrivateFile(path, {});
    expect(write).toThrow(CliError);
    expect(write).toThrow(`${path} cannot be written: EISDIR`);
    expect(readdirSync(directory)).toEqual(['taken']);
  });
});
