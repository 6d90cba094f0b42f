import type * as protocol from '../../../../protocol/process.js';
import { IsText } from '../field-types.js';

export class ProcessTerminateParams implements protocol.ProcessTerminateParams {
  @IsText()
  processId!: string;
}
