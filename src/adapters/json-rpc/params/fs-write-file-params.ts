import { ValidateNested } from 'class-validator';
import type { WriteFileCommand } from '../../../application/use-cases/write-file.js';
import type * as protocol from '../../../protocol/files.js';
import { decodeContent } from '../decode-content.js';
import { parsePathUri } from '../path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from './field-types.js';
import { FileSandboxParams } from './file-sandbox-params.js';

export class FsWriteFileParams implements protocol.FsWriteFileParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @IsText()
  dataBase64!: string;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is no path URI. */
  toCommand(): WriteFileCommand {
    return {
      path: parsePathUri('path', this.path),
      content: () => decodeContent(this.dataBase64),
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
