import type { HttpReply } from '../../../application/use-cases/http/send-http-request.js';
import type { HttpRequestResult } from '../../../protocol/http.js';
import { asBuffer } from '../encoding/base64.js';

/** Presents an HTTP response. */
export const presentHttp = ({ status, headers, body }: HttpReply): HttpRequestResult => ({
  status,
  headers: headers.map(({ name, value }) => ({ name, value })),
  bodyBase64: asBuffer(body).toString('base64'),
});
