import { WebSocket } from 'ws';

/** A WebSocket whose Close frame follows what was sent before it, also the one with which `ws` answers that of the peer. */
export class OrderedWebSocket extends WebSocket {
  /** Called before the Close frame is sent. */
  beforeClose: () => void = () => undefined;

  override close(code?: number, data?: string | Buffer): void {
    this.beforeClose();
    super.close(code, data);
  }
}
