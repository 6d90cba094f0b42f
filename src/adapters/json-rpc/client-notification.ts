import type { ClientNotification } from '../../application/ports/client-notification.js';
import type { FsMissingChangedParams } from '../../protocol/files.js';
import type { HttpRequestBodyDeltaParams } from '../../protocol/http.js';
import { NOTIFICATIONS } from '../../protocol/methods.js';
import { asBuffer } from './process-notification.js';

/** What a client is told of something that one of its requests set off. */
export const encodeNotification = (notification: ClientNotification): string => {
  switch (notification.kind) {
    case 'missing-path-changed': {
      const params: FsMissingChangedParams = { watchId: notification.watchId };
      return JSON.stringify({ method: NOTIFICATIONS.fsMissingChanged, params });
    }
    case 'response-body-delta': {
      const { requestId, seq, bytes, done, error = null } = notification;
      const deltaBase64 = asBuffer(bytes).toString('base64');
      const params: HttpRequestBodyDeltaParams = { requestId, seq, deltaBase64, done, error };
      return JSON.stringify({ method: NOTIFICATIONS.httpRequestBodyDelta, params });
    }
  }
};
