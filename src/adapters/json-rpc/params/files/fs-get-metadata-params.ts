import { ValidateNested } from 'class-validator';
import type { GetMetadataCommand } from '../../../../application/use-cases/files/get-metadata.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsGetMetadataParams implements protocol.FsGetMetadataParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): GetMetadataCommand {
    return {
      path: parsePathUri('path', this.path),
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
