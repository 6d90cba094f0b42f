// Not in web-socket.ts: the published types would import `ws`.

/** `close` sends a Close frame, `terminate` drops the connection (FIN), `reset` breaks it (RST). */
export type DisconnectMode = 'close' | 'terminate' | 'reset';
