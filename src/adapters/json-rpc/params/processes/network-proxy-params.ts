import type * as protocol from '../../../../protocol/process.js';
import { IsRecord } from '../field-types.js';

/** Read as far as a refusal needs. */
export class NetworkProxyParams implements protocol.NetworkProxyLaunch {
  @IsRecord()
  proxy!: object;
}
