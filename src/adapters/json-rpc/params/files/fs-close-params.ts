import type * as protocol from '../../../../protocol/files.js';
import { IsText } from '../field-types.js';

export class FsCloseParams implements protocol.FsCloseParams {
  @IsText()
  handleId!: string;
}
