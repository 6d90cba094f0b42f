import type { OpenHandleCommand } from '../../../../application/use-cases/files/open-handle.js';
import type { ReadBlockCommand } from '../../../../application/use-cases/files/read-block.js';
import type { WriteBlockCommand } from '../../../../application/use-cases/files/write-block.js';
import type * as protocol from '../../../../protocol/files.js';
import { decodeBase64, type UndecodedBase64 } from '../../encoding/base64.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import {
  IsBase64,
  IsExactUnsigned,
  IsOneOf,
  IsText,
  IsUnsigned,
  NullableParams,
  Optional,
} from '../field-types.js';
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

  @NullableParams()
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

export class FsCloseParams implements protocol.FsCloseParams {
  @IsText()
  handleId!: string;
}

export class FsReadBlockParams implements protocol.FsReadBlockParams {
  @IsText()
  handleId!: string;

  @IsExactUnsigned()
  offset!: number;

  @IsUnsigned()
  len!: number;

  toCommand(): ReadBlockCommand {
    return { handleId: this.handleId, offset: this.offset, length: this.len };
  }
}

export class FsWriteBlockParams implements Omit<protocol.FsWriteBlockParams, 'chunk'> {
  @IsText()
  handleId!: string;

  @IsExactUnsigned()
  offset!: number;

  @IsBase64()
  chunk!: string | UndecodedBase64;

  /** @throws {InvalidParams} when `chunk` is not base64. */
  toCommand(): WriteBlockCommand {
    return {
      handleId: this.handleId,
      offset: this.offset,
      bytes: decodeBase64('chunk', this.chunk),
    };
  }
}
