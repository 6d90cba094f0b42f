import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { SpawnFailed } from '../../../domain/errors.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';

/**
 * Rejects what no program can be given, and restrictions, which this runner cannot enforce.
 *
 * @throws {SpawnFailed} or {SandboxRefused}
 */
export const validateSpec = ({
  argv,
  arg0,
  cwd,
  env,
  terminal,
  confinement,
}: ProcessSpec): void => {
  if (confinement !== undefined) {
    throw new SandboxRefused('this runner has no sandbox');
  }
  if ([...argv, arg0 ?? '', cwd].some(hasNul)) {
    throw new SpawnFailed('nul byte found in provided data');
  }
  if (Object.entries(env).some(([name, value]) => hasNul(name) || hasNul(value))) {
    throw new SpawnFailed('data provided contains a nul byte');
  }
  if (!argv[0]) {
    throw new SpawnFailed(`missing program for ${terminal ? 'PTY' : 'pipe'} spawn`);
  }
};

const hasNul = (text: string): boolean => text.includes('\0');
