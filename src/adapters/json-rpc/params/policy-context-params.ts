import type * as protocol from '../../../protocol/process.js';
import { IsText, IsTextList, Nullable, Optional } from './field-types.js';

/** The context of a policy, sent beside the directory and the workspaces of the sandbox. */
export class PolicyContextParams implements protocol.PolicyContext {
  static readonly isClosed = true;

  @Nullable()
  @IsText()
  cwd?: string | null;

  @Optional()
  @IsTextList()
  workspaceRoots?: string[];
}
