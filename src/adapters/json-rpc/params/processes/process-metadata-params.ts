import type * as protocol from '../../../../protocol/process.js';
import { IsText, IsUuid, Nullable } from '../field-types.js';

export class ProcessMetadataParams implements protocol.ProcessMetadata {
  @Nullable()
  @IsUuid()
  threadId?: string | null;

  @Nullable()
  @IsText()
  toolCallId?: string | null;
}
