import { ValidateNested } from 'class-validator';
import type * as protocol from '../../../../protocol/process.js';
import { IsRecord, IsText } from '../field-types.js';

class SnapshotShell {
  @IsText()
  name!: string;

  @IsText()
  path!: string;
}

export class ShellSnapshotParams implements protocol.ShellSnapshot {
  static readonly nested = { shell: SnapshotShell };

  @IsText()
  scopeId!: string;

  @IsRecord()
  @ValidateNested()
  shell!: SnapshotShell;
}
