import type * as protocol from '../../../../protocol/http.js';
import { IsText, Nullable } from '../field-types.js';

export class HttpHeaderParams implements protocol.HttpRequestHeader {
  @IsText()
  name!: string;

  @IsText()
  value!: string;

  @Nullable()
  @IsText()
  valueEnvVar?: string | null;
}
