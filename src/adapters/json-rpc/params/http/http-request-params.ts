import type { SendHttpRequestCommand } from '../../../../application/use-cases/http/send-http-request.js';
import type * as protocol from '../../../../protocol/http.js';
import { decodeBase64 } from '../../encoding/base64.js';
import { IsFlag, IsList, IsOneOf, IsText, IsUnsigned, Nullable, Optional } from '../field-types.js';
import { paramsReader } from '../read-params.js';

export class HttpRequestParams implements protocol.HttpRequestParams {
  @IsText()
  method!: string;

  @IsText()
  url!: string;

  @Optional()
  @IsList()
  headers?: protocol.HttpRequestHeader[];

  @Nullable()
  @IsText()
  bodyBase64?: string | null;

  @Nullable()
  @IsUnsigned()
  timeoutMs?: number | null;

  @Optional()
  @IsOneOf('follow', 'stop')
  redirectPolicy?: 'follow' | 'stop';

  @IsText()
  requestId!: string;

  @Optional()
  @IsFlag()
  streamResponse?: boolean;

  /** @throws {InvalidParams} when a header is invalid, or `bodyBase64` is not base64. */
  toCommand(): SendHttpRequestCommand {
    const readHeader = paramsReader(HttpHeaderParams);
    const headers = (this.headers ?? []).map((given) => readHeader(given));
    return {
      method: this.method,
      url: this.url,
      headers: headers.map(({ name, value, valueEnvVar }) => ({
        name,
        value,
        valueEnvVar: valueEnvVar ?? undefined,
      })),
      body: decodeBase64('bodyBase64', this.bodyBase64 ?? ''),
      timeoutMs: this.timeoutMs ?? undefined,
      followRedirects: this.redirectPolicy !== 'stop',
      requestId: this.requestId,
      streamResponse: this.streamResponse ?? false,
    };
  }
}

export class HttpHeaderParams implements protocol.HttpRequestHeader {
  @IsText()
  name!: string;

  @IsText()
  value!: string;

  @Nullable()
  @IsText()
  valueEnvVar?: string | null;
}
