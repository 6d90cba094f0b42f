const ESCAPE = '\x1b';
/** `ESC [ ? 1049 ; 25 h`, and the keypad's `ESC =` and `ESC >`. */
const MODE_CHANGE = new RegExp(`${ESCAPE}(?:\\[\\?([0-9;]{1,24})([hl])|([=>]))`, 'g');
/** The longest part of such a sequence that may stand at the end of a chunk. */
const LONGEST_PART = 32;
const PARTIAL = new RegExp(`${ESCAPE}(?:\\[(?:\\?[0-9;]{0,24})?)?$`);

const ALTERNATE_SCREENS = [47, 1047, 1049];
/** Cursor visible and automatic wrap: set in a terminal at its start. */
const SET_AT_START: ReadonlySet<number> = new Set([7, 25]);
const KEYPAD = 'keypad';

/**
 * Which modes of its terminal a program has changed, such as the alternate screen, mouse reports and bracketed paste. A
 * program that is left behind cannot reset them, and one that is attached to again does not set them again.
 */
export class TerminalModes {
  readonly #changed: Set<number | typeof KEYPAD>;
  #part = '';

  /** @param changed of `toJSON` */
  constructor(changed: readonly (number | string)[] = []) {
    this.#changed = new Set(
      changed.filter((mode) => typeof mode === 'number' || mode === KEYPAD) as number[],
    );
  }

  /** Whether the alternate screen is shown, as full-screen programs do. */
  get isAlternateScreen(): boolean {
    return ALTERNATE_SCREENS.some((mode) => this.#changed.has(mode));
  }

  /** The program has written this. */
  observe(bytes: Buffer): void {
    if (this.#part === '' && !bytes.includes(ESCAPE)) {
      return;
    }
    const text = this.#part + bytes.toString('latin1');
    for (const [, modes, action, keypad] of text.matchAll(MODE_CHANGE)) {
      if (keypad !== undefined) {
        this.#change(KEYPAD, keypad === '=');
        continue;
      }
      for (const mode of modes?.split(';').map(Number) ?? []) {
        this.#change(mode, (action === 'h') !== SET_AT_START.has(mode));
      }
    }
    [this.#part] = PARTIAL.exec(text.slice(-LONGEST_PART)) ?? [''];
  }

  /** What brings a terminal back to the modes that it has at its start. */
  reset(): string {
    return [...this.#changed]
      .reverse()
      .map((mode) => sequence(mode, false))
      .join('');
  }

  /** What brings a terminal at its start to these modes. */
  restore(): string {
    return [...this.#changed].map((mode) => sequence(mode, true)).join('');
  }

  toJSON(): readonly (number | string)[] {
    return [...this.#changed];
  }

  #change(mode: number | typeof KEYPAD, isChanged: boolean): void {
    if (isChanged) {
      this.#changed.add(mode);
    } else {
      this.#changed.delete(mode);
    }
  }
}

const sequence = (mode: number | typeof KEYPAD, isChanged: boolean): string => {
  if (mode === KEYPAD) {
    return isChanged ? '\x1b=' : '\x1b>';
  }
  return `\x1b[?${mode}${isChanged === SET_AT_START.has(mode) ? 'l' : 'h'}`;
};
