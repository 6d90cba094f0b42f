import { compileSandboxPolicy } from '../../domain/sandbox/confinement.js';
import type { SandboxPolicy } from '../../domain/sandbox/sandbox-policy.js';
import type { FileSystem } from '../ports/file-system.js';
import type { FileSystemProvider } from '../ports/file-system-provider.js';
import type { HostInformation } from '../ports/host-information.js';

/**
 * The file system as a request with that policy may use it; undefined: without restriction.
 *
 * @throws {ExecServerError} when the policy cannot be interpreted, or this host cannot enforce it.
 */
export const sandboxedFiles = (
  fileSystems: FileSystemProvider,
  host: HostInformation,
  policy: SandboxPolicy | undefined,
): FileSystem => {
  if (policy === undefined) {
    return fileSystems.forSandbox(undefined);
  }
  const confinement = compileSandboxPolicy(policy, {
    cwd: policy.cwd ?? '/',
    temporaryDirectory: host.environment().TMPDIR,
  });
  return fileSystems.forSandbox(confinement);
};
