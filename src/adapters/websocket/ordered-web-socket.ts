import { WebSocket } from 'ws';

/**
 * A WebSocket whose Close frame follows what was sent before it, also the one with which `ws` answers that of the peer. It tells when
 * its pings and pongs have left.
 */
export class OrderedWebSocket extends WebSocket {
  /** Called before the Close frame is sent. */
  beforeClose: () => void = () => undefined;
  /** Called when a ping or a pong has left, which may be the last of what was unsent. */
  onControlSent: () => void = () => undefined;

  override close(code?: number, data?: string | Buffer): void {
    this.beforeClose();
    super.close(code, data);
  }

  override ping(data?: string): void {
    super.ping(data, false, this.onControlSent);
  }

  override pong(data?: Buffer): void {
    super.pong(data, false, this.onControlSent);
  }
}
