import type { ReadFileCommand } from '../../../../application/use-cases/files/read-file.js';
import type { WriteFileCommand } from '../../../../application/use-cases/files/write-file.js';
import type * as protocol from '../../../../protocol/files.js';
import type { UndecodedBase64 } from '../../encoding/base64.js';
import { decodeContent } from '../../encoding/file-content-base64.js';
import { IsBase64, IsFlag, Nullable, NullableParams } from '../field-types.js';
import type { FileSandboxParams } from '../sandbox/file-sandbox-params.js';
import { FsParams } from './fs-params.js';

export class FsReadFileParams extends FsParams implements protocol.FsReadFileParams {
  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): ReadFileCommand {
    return {
      followSymlinks: this.followSymlinks ?? true,
      ...this.target(),
    };
  }
}

export class FsWriteFileParams
  extends FsParams
  implements Omit<protocol.FsWriteFileParams, 'dataBase64'>
{
  @IsBase64()
  dataBase64!: string | UndecodedBase64;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): WriteFileCommand {
    return {
      content: () => decodeContent(this.dataBase64),
      followSymlinks: this.followSymlinks ?? true,
      ...this.target(),
    };
  }
}
