import type { Socket } from 'node:net';
import type { OrderedWebSocket } from './ordered-web-socket.js';

/** With more than this unsent, pongs wait: they must not pile up for a client that does not read. */
const BACKLOG_BYTES = 64 * 1024;

/**
 * Answers pings with their payload. Of the pings in one event-loop tick only the first and the newest are
 * answered, and while more than 64 KiB are unsent only the newest, once the socket has drained. RFC 6455
 * section 5.5.3 allows that, and thousands of pongs in a row would delay all other connections.
 */
export const respondToPings = (websocket: OrderedWebSocket, socket: Socket): void => {
  let latest: Buffer | undefined;
  let hasAnswered = false;
  const answerLatest = (): void => {
    if (latest === undefined) {
      return;
    }
    pong(websocket, latest);
    latest = undefined;
  };
  websocket.on('ping', (payload) => {
    const mustWait =
      hasAnswered || latest !== undefined || websocket.bufferedAmount > BACKLOG_BYTES;
    latest = payload;
    if (mustWait) {
      return;
    }
    answerLatest();
    hasAnswered = true;
    setImmediate(() => {
      hasAnswered = false;
      if (websocket.bufferedAmount <= BACKLOG_BYTES) {
        answerLatest();
      }
    });
  });
  socket.on('drain', answerLatest);
};

const pong = (websocket: OrderedWebSocket, payload: Buffer): void => {
  if (websocket.readyState === websocket.OPEN) {
    websocket.pong(payload);
  }
};
