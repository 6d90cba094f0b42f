import { expect, test } from '@jest/globals';
import type { ProcessSpec } from '../../../src/application/ports/process-runner.js';
import { SpawnFailed } from '../../../src/domain/errors.js';
import type { ContractPrograms } from './contract-programs.js';

/** The part of the contract of a process runner that tells which starts it refuses, and how. */
export const describeRefusedStarts = (
  start: (argv: readonly string[], spec?: Partial<ProcessSpec>) => Promise<unknown>,
  kind: 'pipes' | 'terminal',
  programs: ContractPrograms,
): void => {
  const terminal = kind === 'terminal';

  test('fails the start of a missing program', async () => {
    const failure = start(programs.missing());
    await expect(failure).rejects.toBeInstanceOf(SpawnFailed);
    await expect(failure).rejects.toThrow(/^No such file or directory \(os error 2\)/);
  });

  test.each([
    [{ argv: ['a\0b'] }, 'nul byte found in provided data'],
    [{ argv: ['true', '\0'] }, 'nul byte found in provided data'],
    [{ arg0: '\0' }, 'nul byte found in provided data'],
    [{ env: { A: '\0' } }, 'data provided contains a nul byte'],
    [{ env: { '\0': 'x' } }, 'data provided contains a nul byte'],
    [{ argv: [''] }, `missing program for ${terminal ? 'PTY' : 'pipe'} spawn`],
  ])('fails the start with %j', async (spec, message) => {
    await expect(start(programs.print('', 0), spec)).rejects.toThrow(new SpawnFailed(message));
  });
};
