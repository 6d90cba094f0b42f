import { ValidateNested } from 'class-validator';
import type { OpenHandleCommand } from '../../../../application/use-cases/files/open-handle.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsOneOf, IsRecord, IsText, Nullable, Optional } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsOpenParams implements protocol.FsOpenParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  handleId!: string;

  @IsText()
  path!: string;

  @Optional()
  @IsOneOf('read', 'replace')
  mode?: 'read' | 'replace';

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): OpenHandleCommand {
    return {
      handleId: this.handleId,
      path: parsePathUri('path', this.path),
      mode: this.mode ?? 'read',
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
