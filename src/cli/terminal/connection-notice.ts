/** How long a broken connection is not mentioned. */
const QUIET_MS = 2000;
const TEXT = 'exec-server: connection lost, reconnecting …';

/** Where and how the line is shown. */
export interface NoticePlace {
  write(text: string): void;
  /** What shows the line, and what takes it away again; undefined: it stays. */
  show(line: string): { readonly text: string; readonly erase: string | undefined };
}

/** Says on one line that the connection is broken, after two seconds, and takes the line away when it is back. */
export class ConnectionNotice {
  readonly #place: NoticePlace;
  #timer: NodeJS.Timeout | undefined;
  #erase: string | undefined;
  #isShown = false;

  constructor(place: NoticePlace) {
    this.#place = place;
  }

  /** The connection is lost. */
  lost(): void {
    this.#timer ??= setTimeout(() => {
      const { text, erase } = this.#place.show(TEXT);
      this.#isShown = true;
      this.#erase = erase;
      this.#place.write(text);
    }, QUIET_MS);
  }

  /** The connection is back, or given up. Returns whether the line was shown. */
  over(): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#erase !== undefined) {
      this.#place.write(this.#erase);
    }
    const wasShown = this.#isShown;
    this.#isShown = false;
    this.#erase = undefined;
    return wasShown;
  }
}

/** A line of its own: in a log, for ever. */
export const plainLine = (line: string): { text: string; erase: undefined } => ({
  text: `${line}\n`,
  erase: undefined,
});

/** The line at the cursor of a terminal that only this program writes to. */
export const currentLine = (line: string): { text: string; erase: string } => ({
  text: `\r\x1b[K${line}`,
  erase: '\r\x1b[K',
});

/**
 * On the screen of a program. The terminal itself keeps the normal screen while the alternate one is shown. There is none to
 * show beside a full-screen program: its lowest row is overwritten, and the program must be made to draw it anew.
 */
export const overScreen = (
  line: string,
  isAlternateScreen: boolean,
): { text: string; erase: string } =>
  isAlternateScreen
    ? {
        text: `\x1b7\x1b[999;1H\x1b[0;7m\x1b[2K${line}\x1b8`,
        erase: '\x1b7\x1b[999;1H\x1b[0m\x1b[2K\x1b8',
      }
    : { text: `\x1b[?1049h\x1b[H\x1b[2J${line}`, erase: '\x1b[?1049l' };
