import type { ClientNotification } from '../../../application/ports/client-notification.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import { asBuffer } from '../encoding/base64.js';
import { toAsciiJson } from '../encoding/json-parts.js';

/** Serializes a notification that one of the client's requests caused. */
export const encodeNotification = (notification: ClientNotification): string | Buffer => {
  switch (notification.kind) {
    case 'missing-path-changed':
      // Written by hand, since the id may exceed a double.
      return `{"method":"${NOTIFICATIONS.fsMissingChanged}","params":{"watchId":${notification.watchId}}}`;
    case 'response-body-delta':
      return encodeDelta(notification);
  }
};

/** An ASCII template, as for process output: the volume may be as large. */
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
