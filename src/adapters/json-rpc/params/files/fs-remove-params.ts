import { ValidateNested } from 'class-validator';
import type { RemovePathCommand } from '../../../../application/use-cases/files/remove-path.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsRemoveParams implements protocol.FsRemoveParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsFlag()
  recursive?: boolean | null;

  @Nullable()
  @IsFlag()
  force?: boolean | null;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): RemovePathCommand {
    return {
      path: parsePathUri('path', this.path),
      recursive: this.recursive ?? true,
      force: this.force ?? true,
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
