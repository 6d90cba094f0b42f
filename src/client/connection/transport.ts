/** The events of a transport. */
export interface TransportListener {
  onMessage(message: Buffer): void;
  onPing(payload: Buffer): void;
  /** Called once, with the close code; 1006 without a Close frame. */
  onClosed(code: number, reason: string): void;
}

/** One WebSocket, or its replacement in a test. */
export interface Transport {
  /** Bytes received so far: any of them is a sign of life. */
  readonly receivedBytes: number;
  /** To be called in the microtask in which the transport was opened. */
  listen(listener: TransportListener): void;
  /** Sends text; a Buffer has it in UTF-8. */
  send(message: string | Buffer): void;
  ping(): void;
  pong(payload: Buffer): void;
  /** Sends a Close frame behind what was sent. */
  close(): void;
  /** Drops the connection at once. */
  terminate(): void;
}

/** Opens a connection. @throws {ConnectFailed} */
export type Dial = (signal: AbortSignal) => Promise<Transport>;
