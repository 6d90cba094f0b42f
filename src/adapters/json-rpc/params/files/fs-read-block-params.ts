import type { ReadBlockCommand } from '../../../../application/use-cases/files/read-block.js';
import type * as protocol from '../../../../protocol/files.js';
import { IsExactUnsigned, IsText, IsUnsigned } from '../field-types.js';

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
