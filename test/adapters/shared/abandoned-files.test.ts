import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DeniedFile } from '../../../src/adapters/sandbox/bubblewrap/denied-file.js';
import {
  ownerOfFiles,
  removeAbandonedFiles,
} from '../../../src/adapters/shared/abandoned-files.js';

/** Above the largest process id of Linux. */
const NO_PID = 4_194_305;
const [pid = '', started = '', namespace = ''] = ownerOfFiles().split('-');

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'abandoned-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('removeAbandonedFiles', () => {
  test.each([
    ['whose daemon does not exist', `denied-${NO_PID}-1-${namespace}`],
    [
      'whose daemon had the id of another process',
      `denied-${pid}-${Number(started) + 1}-${namespace}`,
    ],
    ['that is a directory of FIFOs', `exec-server-fifos-${NO_PID}-1-${namespace}-AAAAAA`],
  ])('removes a file %s', async (_, name) => {
    if (name.startsWith('denied')) {
      writeFileSync(join(directory, name), '', { mode: 0 });
    } else {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, '0'), '');
    }

    await removeAbandonedFiles(directory);

    expect(readdirSync(directory)).toEqual([]);
  });

  test.each([
    ['of a daemon that is alive', `denied-${pid}-${started}-${namespace}`],
    ['of another process namespace', `denied-${NO_PID}-1-${Number(namespace) + 1}`],
    ['with a name that is not complete', `denied-${NO_PID}`],
    ['of another kind', `tools-${NO_PID}-1-${namespace}`],
  ])('keeps a file %s', async (_, name) => {
    writeFileSync(join(directory, name), '');

    await removeAbandonedFiles(directory);

    expect(readdirSync(directory)).toEqual([name]);
  });

  test('does not fail where there is no directory', async () => {
    await removeAbandonedFiles(join(directory, 'none'));
  });
});

test('DeniedFile removes the files of daemons that have ended when it makes its own', async () => {
  const abandoned = join(directory, `denied-${NO_PID}-1-${namespace}`);
  writeFileSync(abandoned, '');

  const path = new DeniedFile(() => directory).path();

  while (existsSync(abandoned)) {
    await new Promise(setImmediate);
  }
  expect(readdirSync(directory).map((name) => join(directory, name))).toEqual([path]);
});
