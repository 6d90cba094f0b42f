import { ValidateNested } from 'class-validator';
import type { SandboxPolicy } from '../../../domain/sandbox-policy.js';
import type * as protocol from '../../../protocol/process.js';
import { IsOneOf, IsRecord } from './field-types.js';

class SandboxPermissions {
  @IsOneOf('managed', 'disabled', 'external')
  type!: 'managed' | 'disabled' | 'external';
}

/** Read as far as a refusal needs: what is wrong in itself is told apart from what cannot be enforced. */
export class SandboxParams implements protocol.SandboxContext {
  static readonly nested = { permissions: SandboxPermissions };

  @IsRecord()
  @ValidateNested()
  permissions!: SandboxPermissions;

  @IsOneOf('disabled', 'restricted-token', 'elevated', 'mxc')
  windowsSandboxLevel!: string;

  toPolicy(): SandboxPolicy {
    return { permissions: this.permissions.type };
  }
}
