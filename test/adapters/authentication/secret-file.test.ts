import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type CheckSecret,
  SecretFile,
  UnusableSecret,
} from '../../../src/adapters/authentication/secret-file.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

let directory: string;
let path: string;
let logger: RecordingLogger;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secret-file-'));
  path = join(directory, 'secret');
  logger = new RecordingLogger();
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const write = (content: string | Buffer, mode = 0o600): Promise<void> =>
  writeFile(path, content, { mode });

const makeFifo = async (): Promise<void> => {
  await rm(path, { force: true });
  execFileSync('mkfifo', ['-m', '600', path]);
};

const open = (check: CheckSecret = () => undefined): Promise<SecretFile> =>
  SecretFile.open(path, check, logger);

const read = async (file: SecretFile): Promise<string> => (await file.current()).toString();

const warnings = (): unknown[] =>
  logger.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields.reason);

describe('SecretFile', () => {
  test.each([
    ['tok', 'tok'],
    ['tok\n', 'tok'],
    [' \t\r\ntok en\r\n\n', 'tok en'],
    ['\u00fc\n', '\u00fc'],
  ])('reads %j as %j, without surrounding white space', async (content, secret) => {
    await write(content);
    expect(await read(await open())).toBe(secret);
  });

  test('accepts a relative path', async () => {
    await write('tok');
    const file = await SecretFile.open(relative(process.cwd(), path), () => undefined, logger);
    expect(await read(file)).toBe('tok');
  });

  test.each([0o600, 0o400, 0o700])('accepts the mode %o', async (mode) => {
    await write('tok', mode);
    expect(await read(await open())).toBe('tok');
  });

  test.each([0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666])(
    'rejects the mode %o with the command that mends it',
    async (mode) => {
      await write('tok');
      await chmod(path, mode);
      await expect(open()).rejects.toEqual(
        new UnusableSecret(
          `websocket auth secret ${path} is accessible to other users (mode 0${mode.toString(8)}): chmod 600 ${path}`,
        ),
      );
    },
  );

  test.each([
    ['is missing', async () => undefined, 'No such file or directory (os error 2)'],
    ['is a directory', () => mkdir(path, { mode: 0o700 }), 'Is a directory (os error 21)'],
    ['is not UTF-8', () => write(Buffer.from([0xff, 0xfe])), 'stream did not contain valid UTF-8'],
  ])('is rejected when it %s', async (_, make, reason) => {
    await make();
    await expect(open()).rejects.toEqual(
      new UnusableSecret(`failed to read websocket auth secret ${path}: ${reason}`),
    );
  });

  test.each(['', ' \n\t'])('rejects blank content: %j', async (content) => {
    await write(content);
    await expect(open()).rejects.toEqual(
      new UnusableSecret(`websocket auth secret ${path} must not be empty`),
    );
  });

  test('may be a pipe at the start', async () => {
    await makeFifo();
    const [file] = await Promise.all([open(), writeFile(path, 'tok\n')]);
    expect(await read(file)).toBe('tok');
  });

  test('rejects a secret that fails the check', async () => {
    await write('tok\n');
    const check: CheckSecret = (secret, where) => {
      throw new UnusableSecret(`${secret} in ${where}`);
    };
    await expect(open(check)).rejects.toThrow(`tok in ${path}`);
  });
});

describe('SecretFile that changes', () => {
  test('is read again after it was written or replaced', async () => {
    await write('one');
    const file = await open();
    await write('two');
    expect(await read(file)).toBe('two');
    await writeFile(join(directory, 'next'), 'three', { mode: 0o600 });
    await rename(join(directory, 'next'), path);
    expect(await read(file)).toBe('three');
    expect(logger.lines.map(({ level }) => level)).toEqual(['info', 'info']);
  });

  test('is not read again without a change', async () => {
    await write('one');
    const file = await open();
    expect(await file.current()).toBe(await file.current());
    expect(logger.lines).toEqual([]);
  });

  test.each<[string, () => Promise<void>, string]>([
    ['is removed', () => rm(path), 'No such file'],
    ['is emptied', () => write(''), 'must not be empty'],
    ['becomes readable by others', () => chmod(path, 0o644), 'chmod 600'],
    ['becomes too short', () => write('x'), 'too short'],
    ['becomes a FIFO', () => makeFifo(), 'not a regular file'],
  ])('keeps the former secret when the file %s, with one warning', async (_, spoil, reason) => {
    await write('one');
    const file = await open((secret) => {
      if (secret.length < 3) {
        throw new UnusableSecret('too short');
      }
    });
    await spoil();
    expect([await read(file), await read(file), await read(file)]).toEqual(['one', 'one', 'one']);
    expect(warnings()).toEqual([expect.stringContaining(reason)]);
    await rm(path, { force: true });
    await write('good again');
    expect(await read(file)).toBe('good again');
  });

  test('is never logged', async () => {
    await write('s3cr3t-one');
    const file = await open();
    await write('s3cr3t-two');
    await file.current();
    await write(Buffer.from('s3cr3t-\xff', 'latin1'));
    await file.current();
    expect(logger.lines).toHaveLength(2);
    expect(JSON.stringify(logger.lines)).not.toContain('s3cr3t');
  });
});
