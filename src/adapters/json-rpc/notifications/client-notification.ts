import type { ClientNotification } from '../../../application/ports/client-notification.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import { asBuffer } from '../encoding/as-buffer.js';
import { toAsciiJson } from '../encoding/json-text.js';

/** What a client is told of something that one of its requests set off. */
export const encodeNotification = (notification: ClientNotification): string | Buffer => {
  switch (notification.kind) {
    case 'missing-path-changed':
      // By hand, since the id may be more than a double can hold.
      return `{"method":"${NOTIFICATIONS.fsMissingChanged}","params":{"watchId":${notification.watchId}}}`;
    case 'response-body-delta':
      return encodeDelta(notification);
  }
};

/** A template of ASCII text, as for output: there may be as much of it. */
const encodeDelta = ({
  requestId,
  seq,
  bytes,
  done,
  error,
}: Extract<ClientNotification, { kind: 'response-body-delta' }>): Buffer => {
  const id = toAsciiJson(requestId);
  const delta = asBuffer(bytes).toString('base64');
  const problem = error === undefined ? 'null' : toAsciiJson(error);
  return Buffer.from(
    `{"method":"${NOTIFICATIONS.httpRequestBodyDelta}","params":{"requestId":${id},"seq":${seq},"deltaBase64":"${delta}","done":${done},"error":${problem}}}`,
    'latin1',
  );
};
