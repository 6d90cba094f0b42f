import type { WriteBlockCommand } from '../../../application/use-cases/write-block.js';
import type * as protocol from '../../../protocol/files.js';
import { decodeBase64 } from '../base64.js';
import { IsExactUnsigned, IsText } from './field-types.js';

export class FsWriteBlockParams implements protocol.FsWriteBlockParams {
  @IsText()
  handleId!: string;

  @IsExactUnsigned()
  offset!: number;

  @IsText()
  chunk!: string;

  /** @throws {InvalidParams} when `chunk` is not base64. */
  toCommand(): WriteBlockCommand {
    return {
      handleId: this.handleId,
      offset: this.offset,
      bytes: decodeBase64('chunk', this.chunk),
    };
  }
}
