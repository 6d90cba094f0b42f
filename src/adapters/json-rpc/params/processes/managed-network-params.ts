import type * as protocol from '../../../../protocol/process.js';
import { IsFlag, IsPortList, IsRecord, Optional } from '../field-types.js';

export class ManagedNetworkParams implements protocol.ManagedNetwork {
  static readonly isClosed = true;

  @Optional()
  @IsPortList()
  loopbackPorts?: number[];

  @Optional()
  @IsFlag()
  allowLocalBinding?: boolean;
}

/** Only the fields that a refusal needs. */
export class NetworkProxyParams implements protocol.NetworkProxyLaunch {
  @IsRecord()
  proxy!: object;
}
