import type { SandboxPlace, SandboxPolicy } from '../../../../domain/sandbox/sandbox-policy.js';
import { InvalidParams } from '../../encoding/invalid-params.js';
import { SandboxParams } from './sandbox-params.js';

/** The sandbox of a file request, which has no working directory that rules could start from. */
export class FileSandboxParams extends SandboxParams {
  /** @throws {InvalidParams} also when a rule needs the missing working directory. */
  override toPolicy(): SandboxPolicy {
    const policy = super.toPolicy();
    const { permissions, cwd } = policy;
    const rules =
      permissions.type === 'managed' && permissions.files !== 'unrestricted'
        ? permissions.files
        : [];
    if (cwd === undefined && rules.some(({ place }) => startsFromDirectory(place))) {
      throw new InvalidParams('file system sandbox context with dynamic permissions requires cwd');
    }
    return policy;
  }
}

const startsFromDirectory = (place: SandboxPlace): boolean => {
  if (place.type === 'path') {
    return false;
  }
  if (place.type === 'glob') {
    return !place.pattern.startsWith('/');
  }
  return place.kind === 'project_roots' || place.kind === 'current_working_directory';
};
