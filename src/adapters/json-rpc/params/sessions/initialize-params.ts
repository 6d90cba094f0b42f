import type { InitializeCommand } from '../../../../application/use-cases/sessions/initialize.js';
import type * as protocol from '../../../../protocol/lifecycle.js';
import { IsText, Nullable } from '../field-types.js';

export class InitializeParams implements protocol.InitializeParams {
  @IsText()
  clientName!: string;

  @Nullable()
  @IsText()
  resumeSessionId?: string | null;

  toCommand(): InitializeCommand {
    return { clientName: this.clientName, resumeSessionId: this.resumeSessionId ?? undefined };
  }
}
