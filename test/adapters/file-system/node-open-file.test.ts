import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openFile } from '../../../src/adapters/file-system/node-open-file.js';
import { fault } from '../../support/fault.js';

let root: string;
const at = (name: string): string => join(root, name);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'open-file-'));
  writeFileSync(at('digits'), '0123456789');
  mkdirSync(at('directory'));
  execFileSync('mkfifo', [at('fifo')]);
});

afterAll(() => rmSync(root, { recursive: true }));

const notAFile = (path: string): unknown =>
  fault('invalid-request', `path \`${path}\` is not a file`);

describe('openFile of what is not a regular file', () => {
  test('fails at once for a FIFO without a reader or writer', async () => {
    await expect(openFile(at('fifo'), 'read')).rejects.toEqual(notAFile(at('fifo')));
    await expect(openFile(at('fifo'), 'replace')).rejects.toEqual(
      fault('failed', 'No such device or address (os error 6)'),
    );
  });

  test('fails for a directory, in both modes', async () => {
    await expect(openFile(at('directory'), 'read')).rejects.toEqual(notAFile(at('directory')));
    await expect(openFile(at('directory'), 'replace')).rejects.toMatchObject({
      code: 'EISDIR',
    });
  });

  test.each(['read', 'replace'] as const)('fails for a device in mode %s', async (mode) => {
    await expect(openFile('/dev/zero', mode)).rejects.toEqual(notAFile('/dev/zero'));
  });

  test.each(['read', 'replace'] as const)('fails for a socket in mode %s', async (mode) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    await expect(openFile(at('socket'), mode)).rejects.toEqual(
      fault('failed', 'No such device or address (os error 6)'),
    );
    server.close();
  });
});

describe('Open file', () => {
  test('reads at its offset, beyond 2^53 too', async () => {
    const file = await openFile(at('digits'), 'read');
    expect(Buffer.from(await file.read(2n, 3)).toString()).toBe('234');
    expect(await file.read(2n ** 60n, 3)).toHaveLength(0);
    expect(Buffer.from(await file.read(0, 3)).toString()).toBe('012');
    await file.close();
  });

  test('does not write beyond the largest file size', async () => {
    const file = await openFile(at('new'), 'replace');
    await file.write(0, Buffer.from('abc'));
    await expect(file.write(2n ** 60n, Buffer.from('x'))).rejects.toEqual(
      fault('failed', 'File too large (os error 27)'),
    );
    await file.close();
    expect(readFileSync(at('new'), 'utf8')).toBe('abc');
  });

  test('reads a whole block when the kernel returns less at a time', async () => {
    const file = await openFile('/proc/self/mountinfo', 'read');
    const whole = readFileSync('/proc/self/mountinfo');
    expect(await file.read(0, 1024 * 1024)).toHaveLength(whole.length);
    await file.close();
  });
});
