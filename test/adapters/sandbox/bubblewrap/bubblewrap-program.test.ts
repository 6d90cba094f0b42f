import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { BubblewrapProgram } from '../../../../src/adapters/sandbox/bubblewrap/bubblewrap-program.js';
import { allEnded, eventually } from '../../processes/proc-inspection.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bubblewrap-program-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Undefined: nothing is written yet. */
const pidIn = (file: string): number | undefined => {
  try {
    return Number(/^\d+(?=\n)/.exec(readFileSync(file, 'utf8'))?.[0]) || undefined;
  } catch {
    return undefined;
  }
};

test('BubblewrapProgram that is disposed of leaves nothing of a command that runs', async () => {
  const program = new BubblewrapProgram('bwrap', () => '');
  const file = join(directory, 'pid');
  const result = program.run(['/bin/sh', '-c', 'sleep 60 & echo $! > "$0"; wait', file]);
  const pid = await eventually(() => pidIn(file));
  program.dispose();
  expect(await result).toEqual({ exitCode: -1, text: ' ended by SIGKILL' });
  await allEnded([pid]);
});

test('BubblewrapProgram that is disposed of runs no command', async () => {
  const program = new BubblewrapProgram('bwrap', () => '');
  program.dispose();
  expect(await program.run(['/bin/true'])).toEqual({ exitCode: -1, text: 'stopped' });
});
