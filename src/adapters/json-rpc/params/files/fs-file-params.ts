import { ValidateNested } from 'class-validator';
import type { ReadFileCommand } from '../../../../application/use-cases/files/read-file.js';
import type { WriteFileCommand } from '../../../../application/use-cases/files/write-file.js';
import type * as protocol from '../../../../protocol/files.js';
import { decodeContent } from '../../encoding/file-content-base64.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsReadFileParams implements protocol.FsReadFileParams {
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
  toCommand(): ReadFileCommand {
    return {
      path: parsePathUri('path', this.path),
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}

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

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): WriteFileCommand {
    return {
      path: parsePathUri('path', this.path),
      content: () => decodeContent(this.dataBase64),
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
