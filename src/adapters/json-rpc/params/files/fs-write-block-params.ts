import type { WriteBlockCommand } from '../../../../application/use-cases/files/write-block.js';
import type * as protocol from '../../../../protocol/files.js';
import { decodeBase64 } from '../../encoding/base64.js';
import type { UndecodedBase64 } from '../../encoding/base64-text.js';
import { IsBase64, IsExactUnsigned, IsText } from '../field-types.js';

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
