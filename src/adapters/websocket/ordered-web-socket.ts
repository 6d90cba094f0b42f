import { WebSocket } from 'ws';

/**
 * A WebSocket whose end follows what was sent before it: a Close frame, also the one with which `ws` answers that of the peer, and the
 * end without one. It tells when its pings and pongs have left.
 */
export class OrderedWebSocket extends WebSocket {
  /** Called before the Close frame is sent, and before the socket is destroyed. */
  beforeEnd: () => void = () => undefined;
  /** Called when a ping or a pong has left, which may be the last of what was unsent. */
  onControlSent: () => void = () => undefined;

  override close(code?: number, data?: string | Buffer): void {
    this.beforeEnd();
    super.close(code, data);
  }

  override terminate(): void {
    this.beforeEnd();
    super.terminate();
  }

  override ping(data?: string): void {
    super.ping(data, false, this.onControlSent);
  }

  override pong(data?: Buffer): void {
    super.pong(data, false, this.onControlSent);
  }
}
