const WIDTH = 30;
/** How often it is drawn at most. */
const DRAW_MS = 100;
const MEGA = 1_000_000;

/** A line of a terminal that shows how far a copy is. */
export class ProgressBar {
  readonly #write: (text: string) => void;
  readonly #totalBytes: number;
  readonly #startedMs = performance.now();
  #drawnMs = Number.NEGATIVE_INFINITY;

  constructor(totalBytes: number, write: (text: string) => void) {
    this.#totalBytes = totalBytes;
    this.#write = write;
  }

  show(bytes: number, nowMs = performance.now()): void {
    if (nowMs - this.#drawnMs < DRAW_MS) {
      return;
    }
    this.#drawnMs = nowMs;
    const part = this.#totalBytes === 0 ? 1 : Math.min(1, bytes / this.#totalBytes);
    const filled = Math.round(part * WIDTH);
    const bar = '#'.repeat(filled).padEnd(WIDTH, '.');
    const speed = bytes / MEGA / Math.max(0.001, (nowMs - this.#startedMs) / 1000);
    const percent = String(Math.floor(part * 100)).padStart(3);
    this.#write(
      `\r\x1b[K[${bar}] ${percent} %  ${(bytes / MEGA).toFixed(1)} MB  ${speed.toFixed(1)} MB/s`,
    );
  }

  /** Takes the line away. */
  end(): void {
    this.#write('\r\x1b[K');
  }
}
