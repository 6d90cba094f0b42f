import type * as protocol from '../../../../protocol/process.js';
import { IsRecord } from '../field-types.js';

/** Only the fields that a refusal needs. */
export class NetworkProxyParams implements protocol.NetworkProxyLaunch {
  @IsRecord()
  proxy!: object;
}
