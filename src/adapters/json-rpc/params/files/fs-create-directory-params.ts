import { ValidateNested } from 'class-validator';
import type { CreateDirectoryCommand } from '../../../../application/use-cases/files/create-directory.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsCreateDirectoryParams implements protocol.FsCreateDirectoryParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsFlag()
  recursive?: boolean | null;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): CreateDirectoryCommand {
    return {
      path: parsePathUri('path', this.path),
      recursive: this.recursive ?? true,
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
