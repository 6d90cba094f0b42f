import { hash } from 'node:crypto';
import type { WriteInputCommand } from '../../../application/use-cases/write-input.js';
import type * as protocol from '../../../protocol/process.js';
import { decodeBase64 } from '../base64.js';
import { IsText } from './field-types.js';

export class ProcessWriteParams implements protocol.ProcessWriteParams {
  @IsText()
  processId!: string;

  @IsText()
  chunk!: string;

  @IsText()
  writeId!: string;

  /** @throws {InvalidParams} when `chunk` is not base64. */
  toCommand(): WriteInputCommand {
    return {
      processId: this.processId,
      bytes: decodeBase64('chunk', this.chunk),
      writeId: this.writeId,
      digest: hash('sha256', this.chunk, 'base64'),
    };
  }
}
