import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LocalProcessRunner } from '../../../../src/adapters/processes/local-process-runner.js';
import { privateDirectory } from '../../../../src/adapters/system/private-directory.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import { RecordingObserver } from '../../../fakes/recording-observer.js';
import { testNeeding } from '../../../support/needing.js';

let temporary: string;
let warnings: string[];
let runner: LocalProcessRunner;

beforeEach(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'removed-'));
  warnings = [];
  const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
  const limits = { maxPendingInputBytes: 2 ** 20, stopTimeoutMs: 5000 };
  runner = new LocalProcessRunner(limits, logger, () => privateDirectory(temporary));
  await expectPipes();
});

afterEach(async () => {
  await runner.dispose();
  rmSync(temporary, { recursive: true, force: true });
});

const run = async (script: string): Promise<RecordingObserver> => {
  const observer = new RecordingObserver();
  const control = await runner.start(
    {
      argv: ['sh', '-c', script],
      arg0: undefined,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      terminal: undefined,
      pipeStdin: true,
      confinement: undefined,
    },
    observer,
  );
  control.write(Buffer.from('in\n'));
  await observer.closed;
  return observer;
};

/** Sockets cannot be opened by their path. */
const expectPipes = async (): Promise<void> => {
  const observer = await run(
    'read line < /dev/stdin; echo $line > /dev/stderr; echo out > /dev/stdout',
  );
  expect([observer.text('stdout'), observer.text('stderr')]).toEqual(['out\n', 'in\n']);
};

const own = (): string => privateDirectory(temporary);
const fifoDirectory = (): string => join(own(), readdirSync(own())[0] ?? '');
const fifos = (): readonly string[] =>
  readdirSync(fifoDirectory()).map((name) => join(fifoDirectory(), name));

const HARM: readonly [string, () => void][] = [
  ['the directory is removed', () => rmSync(own(), { recursive: true })],
  ['the directory of the FIFOs is removed', () => rmSync(fifoDirectory(), { recursive: true })],
  [
    'the FIFOs alone are removed',
    () => {
      for (const path of fifos()) {
        rmSync(path);
      }
    },
  ],
  ['the directory is moved away', () => renameSync(own(), `${own()}.old`)],
  [
    'the temporary directory is removed and made again',
    () => {
      rmSync(temporary, { recursive: true });
      mkdirSync(temporary);
    },
  ],
  [
    'a file replaces the directory',
    () => {
      const path = own();
      rmSync(path, { recursive: true });
      writeFileSync(path, '');
    },
  ],
  [
    'a link replaces the directory',
    () => {
      const path = own();
      renameSync(path, `${path}.old`);
      symlinkSync(`${path}.old`, path);
      for (const fifo of fifosOf(`${path}.old`)) {
        rmSync(fifo);
      }
    },
  ],
  [
    'files replace the FIFOs',
    () => {
      for (const path of fifos()) {
        rmSync(path);
        writeFileSync(path, '');
      }
    },
  ],
  [
    'links to other FIFOs replace the FIFOs',
    () => {
      execFileSync('mkfifo', [join(temporary, 'other')]);
      for (const path of fifos()) {
        rmSync(path);
        symlinkSync(join(temporary, 'other'), path);
      }
    },
  ],
  ['the directory has mode 0', () => chmodSync(own(), 0)],
  ['the directory has mode 0755', () => chmodSync(own(), 0o755)],
];

const fifosOf = (path: string): readonly string[] => {
  const inside = join(path, readdirSync(path)[0] ?? '');
  return readdirSync(inside).map((name) => join(inside, name));
};

test.each(HARM)('processes have pipes after this: %s', async (_, doHarm) => {
  doHarm();
  await Promise.all(Array.from({ length: 5 }, expectPipes));
  expect(warnings).toEqual([]);
});

test('processes have pipes while the directory is being removed', async () => {
  for (let round = 0; round < 10; round++) {
    const starts = Array.from({ length: 10 }, expectPipes);
    // Unlike Node's, this goes on where something is made meanwhile.
    spawnSync('rm', ['-r', '-f', own()]);
    await Promise.all(starts);
  }
  expect(warnings).toEqual([]);
});

test('a directory that others can write to is not used', async () => {
  const path = own();
  rmSync(fifoDirectory(), { recursive: true });
  chmodSync(path, 0o777);
  await expectPipes();
  expect(readdirSync(path)).toEqual([]);
});

testNeeding('root', process.getuid?.() === 0)('FIFOs of another user are not used', async () => {
  const paths = fifos();
  for (const path of paths) {
    rmSync(path);
  }
  execFileSync('mkfifo', ['-m', '666', ...paths]);
  for (const path of paths) {
    chownSync(path, 65_534, 65_534);
  }
  const observer = await run('stat -L -c "%F %u" /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2');
  expect(observer.text('stdout')).toBe('fifo 0\n'.repeat(3));
  expect(warnings).toEqual([]);
});
