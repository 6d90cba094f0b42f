import { ExchangeFailed } from '../../../domain/http/http-message.js';

/** The content of a response is not what its `content-encoding` says. */
export const broken = (encoding: string): ExchangeFailed =>
  new ExchangeFailed(`its ${encoding} data is not valid`);

/** The content of a response ends before its encoding does. */
export const endsEarly = (encoding: string): ExchangeFailed =>
  new ExchangeFailed(`its ${encoding} data ends early`);
