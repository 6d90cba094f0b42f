import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/** With more than this unsent, pongs wait: they must not pile up for a client that reads nothing. */
const BACKLOG_BYTES = 64 * 1024;

/**
 * Answers pings with their payload. Of those that come while much is unsent, the newest alone is answered
 * once the socket has drained, as RFC 6455 section 5.5.3 allows.
 */
export const answerPings = (websocket: WebSocket, socket: Socket): void => {
  let latest: Buffer | undefined;
  websocket.on('ping', (payload) => {
    if (latest === undefined && websocket.bufferedAmount <= BACKLOG_BYTES) pong(websocket, payload);
    else latest = payload;
  });
  socket.on('drain', () => {
    if (latest !== undefined) pong(websocket, latest);
    latest = undefined;
  });
};

const pong = (websocket: WebSocket, payload: Buffer): void => {
  if (websocket.readyState === websocket.OPEN) websocket.pong(payload, false, () => undefined);
};
