import type * as protocol from '../../../../protocol/process.js';
import { IsFlag, IsOneOf, IsTextList, IsTextRecord } from '../field-types.js';

export class EnvPolicyParams implements protocol.EnvPolicy {
  @IsOneOf('core', 'all', 'none')
  inherit!: 'core' | 'all' | 'none';

  @IsFlag()
  ignoreDefaultExcludes!: boolean;

  @IsTextList()
  exclude!: string[];

  @IsTextRecord()
  set!: Record<string, string>;

  @IsTextList()
  includeOnly!: string[];
}
