import { ValidateNested } from 'class-validator';
import type * as protocol from '../../../../protocol/process.js';
import { IsRecord, IsScopeId, IsText } from '../field-types.js';

class SnapshotShell {
  @IsText()
  name!: string;

  @IsText()
  path!: string;
}

export class ShellSnapshotParams implements protocol.ShellSnapshot {
  static readonly nested = { shell: SnapshotShell };

  @IsScopeId()
  scopeId!: string;

  @IsRecord()
  @ValidateNested()
  shell!: SnapshotShell;
}
