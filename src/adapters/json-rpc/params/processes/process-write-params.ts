import { hash } from 'node:crypto';
import type { WriteInputCommand } from '../../../../application/use-cases/processes/write-input.js';
import type * as protocol from '../../../../protocol/process.js';
import { decodeBase64, type UndecodedBase64 } from '../../encoding/base64.js';
import { IsBase64, IsText } from '../field-types.js';

export class ProcessWriteParams implements Omit<protocol.ProcessWriteParams, 'chunk'> {
  @IsText()
  processId!: string;

  @IsBase64()
  chunk!: string | UndecodedBase64;

  @IsText()
  writeId!: string;

  /** @throws {InvalidParams} when `chunk` is not base64. */
  toCommand(): WriteInputCommand {
    const bytes = decodeBase64('chunk', this.chunk);
    return {
      processId: this.processId,
      bytes,
      writeId: this.writeId,
      digest: hash('sha256', bytes, 'base64'),
    };
  }
}
