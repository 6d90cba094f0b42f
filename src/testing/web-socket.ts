import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { DisconnectMode } from './disconnect-mode.js';

/** How long the other side may take to open the WebSocket. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

export const openWebSocket = (url: string, headers: Record<string, string>): WebSocket =>
  new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    headers,
  });

/** The socket beneath a WebSocket that is open. */
export const socketOf = (websocket: WebSocket): Socket =>
  (websocket as unknown as { _socket: Socket })._socket;

export const endWebSocket = (websocket: WebSocket, mode: DisconnectMode): void => {
  if (mode === 'close') {
    websocket.close();
  } else if (mode === 'terminate') {
    websocket.terminate();
  } else {
    socketOf(websocket).resetAndDestroy();
  }
};
