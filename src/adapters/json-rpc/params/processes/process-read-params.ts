import type { ReadOutputCommand } from '../../../../application/use-cases/processes/read-output.js';
import type * as protocol from '../../../../protocol/process.js';
import { IsText, IsUnsigned, Nullable } from '../field-types.js';

export class ProcessReadParams implements protocol.ProcessReadParams {
  @IsText()
  processId!: string;

  @Nullable()
  @IsUnsigned()
  afterSeq?: number | null;

  @Nullable()
  @IsUnsigned()
  maxBytes?: number | null;

  @Nullable()
  @IsUnsigned()
  waitMs?: number | null;

  toCommand(): ReadOutputCommand {
    return {
      processId: this.processId,
      afterSeq: this.afterSeq ?? 0,
      maxBytes: this.maxBytes ?? undefined,
      waitMs: this.waitMs ?? 0,
    };
  }
}
