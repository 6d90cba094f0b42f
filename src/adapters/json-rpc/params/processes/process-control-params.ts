import type * as protocol from '../../../../protocol/process.js';
import { IsOneOf, IsText } from '../field-types.js';

export class ProcessSignalParams implements protocol.ProcessSignalParams {
  @IsText()
  processId!: string;

  @IsOneOf('interrupt')
  signal!: 'interrupt';
}

export class ProcessTerminateParams implements protocol.ProcessTerminateParams {
  @IsText()
  processId!: string;
}
