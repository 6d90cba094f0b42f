import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProcessSpec } from '../../../../src/application/ports/process-runner.js';
import { eventually } from '../proc-inspection.js';
import { useProcessFixture } from '../process-runner-fixture.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('A failed start on %s', (_, terminal) => {
  const fixture = useProcessFixture(terminal);
  let directory: string;
  let writing: number;
  let children: WeakRef<object>[];
  const born = (message: unknown): void => {
    children.push(new WeakRef((message as { process: object }).process));
  };

  beforeAll(async () => {
    await fixture.run(['true']);
    directory = mkdtempSync(join(tmpdir(), 'failed-'));
    copyFileSync('/bin/true', join(directory, 'busy'));
    writing = openSync(join(directory, 'busy'), 'r+');
  });

  afterAll(() => {
    closeSync(writing);
    rmSync(directory, { recursive: true });
  });

  beforeEach(() => {
    children = [];
    subscribe('child_process', born);
  });

  afterEach(() => {
    unsubscribe('child_process', born);
  });

  const faults: [string, () => Partial<ProcessSpec>][] = [
    ['E2BIG', () => ({ argv: ['true', 'x'.repeat(200_000)] })],
    ['E2BIG', () => ({ env: { PATH: '/bin', BIG: 'x'.repeat(200_000) } })],
    ['ENOTDIR', () => ({ argv: ['/etc/passwd/x'] })],
    ['ENOTDIR', () => ({ argv: ['true'], cwd: '/etc/passwd' })],
    ['ENAMETOOLONG', () => ({ argv: [`/${'x'.repeat(5000)}`] })],
    ['ENOENT', () => ({ argv: ['/no/such/program'] })],
    ['EACCES', () => ({ argv: ['/etc/passwd'] })],
  ];
  // On a terminal it is the helper that fails, as a process of its own.
  if (!terminal) {
    faults.push(['ETXTBSY', () => ({ argv: [join(directory, 'busy')] })]);
  }

  test.each(faults)('leaves no child process object in memory, by %s', async (_code, spec) => {
    for (let start = 0; start < 5; start++) {
      await expect(fixture.start(['true'], spec())).rejects.toThrow(/\(os error \d+\)/);
    }
    await eventually(() => {
      collectGarbage();
      return children.every((child) => child.deref() === undefined);
    });
  });
});
