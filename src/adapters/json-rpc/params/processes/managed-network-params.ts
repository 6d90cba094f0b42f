import type * as protocol from '../../../../protocol/process.js';
import { IsFlag, IsPortList, Optional } from '../field-types.js';

export class ManagedNetworkParams implements protocol.ManagedNetwork {
  static readonly isClosed = true;

  @Optional()
  @IsPortList()
  loopbackPorts?: number[];

  @Optional()
  @IsFlag()
  allowLocalBinding?: boolean;
}
