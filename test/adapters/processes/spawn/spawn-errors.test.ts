import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProcessSpec } from '../../../../src/application/ports/process-runner.js';
import { SpawnFailed, type SpawnFault } from '../../../../src/domain/errors.js';
import { useProcessFixture } from '../process-runner-fixture.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/processes', import.meta.url));
const NOT_FOUND = 'No such file or directory (os error 2)';
const DENIED = 'Permission denied (os error 13)';

/** What a client that tells failures apart learns, by the system's text. */
const faultOf = (message: string): SpawnFault => {
  if (message.startsWith(NOT_FOUND)) {
    return 'not-found';
  }
  return message.startsWith(DENIED) ? 'permission-denied' : 'other';
};

/** The start of an ELF file that the kernel loads, but for the fields that are given. */
const elf = (fields: Readonly<Record<number, number>> = {}): Buffer => {
  const head = Buffer.from('\x7fELF\x02\x01\x01'.padEnd(64, '\0'), 'latin1');
  const good = { 16: 2, 18: process.arch === 'arm64' ? 183 : 62, 54: 56, 56: 1 };
  for (const [offset, value] of Object.entries({ ...good, ...fields })) {
    head.writeUInt16LE(value, Number(offset));
  }
  return head;
};

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('A start on %s', (_, terminal) => {
  const fixture = useProcessFixture(terminal);
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'faults-'));
    symlinkSync('loop', join(directory, 'loop'));
    // Asks for a loader that is not there.
    const program = readFileSync('/bin/sh').toString('latin1');
    writeFileSync(
      join(directory, 'no-loader'),
      Buffer.from(
        program.replace(/\/lib(64)?\/ld-/, (path) => path.replace('lib', 'bil')),
        'latin1',
      ),
      { mode: 0o755 },
    );
    cpSync(join(FIXTURES, 'not-executable'), join(directory, 'not-executable'));
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  const expectFault = async (spec: Partial<ProcessSpec>, message: string): Promise<void> => {
    const resolved = message.replaceAll('DIR', FIXTURES).replaceAll('TMP', directory);
    const argv = (spec.argv ?? ['true']).map((arg) =>
      arg.replace('DIR', FIXTURES).replace('TMP', directory),
    );
    const cwd = (spec.cwd ?? '/').replace('DIR', FIXTURES).replace('TMP', directory);
    const failure = fixture.start(argv, { ...spec, argv, cwd });
    await expect(failure).rejects.toThrow(new SpawnFailed(resolved));
    await expect(failure).rejects.toHaveProperty('fault', faultOf(message));
  };

  test.each([
    [{ argv: ['foo'] }, `${NOT_FOUND}: program \`foo\` was not found in PATH`],
    [{ argv: ['/no/foo'] }, `${NOT_FOUND}: program \`/no/foo\` does not exist`],
    [{ argv: ['./foo'], cwd: '/tmp' }, `${NOT_FOUND}: program \`/tmp/./foo\` does not exist`],
    [
      { argv: ['/etc/passwd/foo'] },
      'Not a directory (os error 20): program `/etc/passwd/foo` cannot be reached',
    ],
    [
      { argv: ['TMP/loop'] },
      'Symbolic link loop (os error 40): program `TMP/loop` cannot be reached',
    ],
    [{ argv: ['/tmp'] }, `${DENIED}: \`/tmp\` is a directory, not a program`],
    [{ argv: ['/dev/null'] }, `${DENIED}: \`/dev/null\` is not a file`],
    [{ argv: ['DIR/not-executable'] }, `${DENIED}: \`DIR/not-executable\` is not executable`],
    [
      { argv: ['not-executable'], env: { PATH: `${FIXTURES}:/bin` } },
      `${DENIED}: \`DIR/not-executable\` is not executable`,
    ],
    [
      { argv: ['DIR/no-interpreter.sh'] },
      `${NOT_FOUND}: the interpreter of script \`DIR/no-interpreter.sh\`, \`/no/such/interpreter\`, does not exist`,
    ],
    [
      { argv: ['DIR/denied-interpreter.sh'] },
      `${DENIED}: the interpreter of script \`DIR/denied-interpreter.sh\`, \`/etc/passwd\`, is not executable`,
    ],
    [
      { argv: ['DIR/no-format'] },
      'Exec format error (os error 8): `DIR/no-format` is neither a program nor a script that starts with `#!`',
    ],
    [{ cwd: '/no/dir' }, `${NOT_FOUND}: working directory \`/no/dir\` does not exist`],
    [
      { cwd: '/etc/passwd' },
      'Not a directory (os error 20): working directory `/etc/passwd` is not a directory',
    ],
    [
      { cwd: '/etc/passwd/x' },
      'Not a directory (os error 20): working directory `/etc/passwd/x` cannot be reached',
    ],
    [
      { cwd: 'TMP/loop' },
      'Symbolic link loop (os error 40): working directory `TMP/loop` cannot be reached',
    ],
  ])('fails with %j', expectFault);

  test('fails with a program whose loader does not exist', async () => {
    await expect(fixture.start([join(directory, 'no-loader')])).rejects.toThrow(
      /^No such file or directory \(os error 2\): the loader of program `.*\/no-loader`, `\/bil.*`, does not exist$/,
    );
  });

  test.each([
    ['an argument', { argv: ['true', 'x'.repeat(128 * 1024)] }],
    ['an environment entry', { env: { PATH: '/bin', BIG: 'x'.repeat(128 * 1024) } }],
    [
      'arguments in total',
      { argv: ['true', ...Array.from({ length: 60 }, () => 'x'.repeat(120_000))] },
    ],
  ])('fails with %s beyond the limit', (_name, spec) =>
    expectFault(
      spec,
      'Argument list too long (os error 7): the arguments and the environment together are too large',
    ),
  );

  test.each([
    ['only the first bytes of an ELF file', Buffer.from('\x7fELF: no program', 'latin1')],
    ['an ELF file of another machine', elf({ 18: 8 })],
    ['an ELF file that is not executable', elf({ 16: 1 })],
    ['an ELF file without program headers', elf({ 56: 0 })],
    ['an ELF file with program headers of another size', elf({ 54: 8 })],
  ])('fails with %s, instead of running it in a shell', async (_name, content) => {
    const file = join(directory, 'no-program');
    writeFileSync(file, content, { mode: 0o755 });
    await expectFault(
      { argv: [file] },
      `Exec format error (os error 8): \`${file}\` is neither a program nor a script that starts with \`#!\``,
    );
  });

  test('fails only beyond 131071 bytes of one argument', async () => {
    const observer = await fixture.run(['printf', '%s', 'x'.repeat(128 * 1024 - 1)]);
    expect(observer.bytes).toBe(131_071);
  });
});
