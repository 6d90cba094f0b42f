import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { describeOsError } from '../../../protocol/os-errors.js';
import { shortageOf } from '../../shared/shortage.js';

/**
 * Always throws: a shortage as {SpawnFailed}, any other system error as {SandboxRefused}, and every other error
 * unchanged.
 */
export const explainSystemError = (error: unknown): never => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || syscall === undefined) {
    throw error;
  }
  throw (
    shortageOf(error) ??
    new SandboxRefused(
      `sandbox files cannot be created or read (${syscall}: ${describeOsError(code)}); the server ` +
        'keeps its own in the directory that TMPDIR names',
    )
  );
};
