import { encodePath } from '../files/path-encoding.js';
import { type GlobPart, parseGlob } from './parse-glob.js';
import { SandboxRefused } from './sandbox-refused.js';

/**
 * A glob for relative paths, with upstream's syntax: `*`, `?`, `[…]`, `**` as a whole name for any number of
 * directories, `{…,…}`, and a backslash that makes the next character literal. Upstream matches bytes (`?` is
 * half of `é`); this matches characters as well, and a path that either reading matches counts.
 *
 * A position is the state after part of a path, so that the names of a directory need the common part only
 * once.
 */
export class GlobPosition {
  readonly #byCharacter: Position;
  readonly #byByte: Position;

  private constructor(byCharacter: Position, byByte: Position) {
    this.#byCharacter = byCharacter;
    this.#byByte = byByte;
  }

  /** The position before any path. @throws {SandboxRefused} for an invalid pattern. */
  static startOf(pattern: string): GlobPosition {
    return new GlobPosition(
      new Automaton(parseGlob(characters(pattern))).start,
      new Automaton(parseGlob(bytes(pattern))).start,
    );
  }

  /** @throws {SandboxRefused} for a pattern that takes too much work. */
  after(text: string): GlobPosition {
    const codes = characters(text);
    const isAscii = codes.every((code) => code < 0x80);
    return new GlobPosition(
      this.#byCharacter.after(codes),
      this.#byByte.after(isAscii ? codes : bytes(text)),
    );
  }

  /** Whether the pattern matches the path read so far. */
  get fits(): boolean {
    return this.#byCharacter.isEnd || this.#byByte.isEnd;
  }

  /** Whether it may match a longer path. */
  get mayGoOn(): boolean {
    return this.#byCharacter.mayGoOn || this.#byByte.mayGoOn;
  }
}

const characters = (text: string): readonly number[] => {
  const codes: number[] = [];
  for (const character of text) {
    codes.push(character.codePointAt(0) ?? 0);
  }
  return codes;
};

const bytes = (text: string): readonly number[] => [...encodePath(text)];

/** Without `test` the state is left at once, for each state of `to`. */
interface State {
  readonly id: number;
  readonly test?: (code: number) => boolean;
  readonly to: State[];
}

/** States visited in total; ordinary patterns need some hundreds whatever the path. */
const MAX_WORK = 2_000_000;

/** Simulates all alternatives at once, and caches the transition of each code. */
class Automaton {
  readonly start: Position;
  readonly #end: State = { id: 0, to: [] };
  readonly #positions = new Map<string, Position>();
  #lastId = 0;
  #work = 0;

  constructor(parts: readonly GlobPart[]) {
    this.start = this.#positionOf([this.#sequence(parts, this.#end)]);
  }

  step(states: Iterable<State>, code: number): Position {
    const next: State[] = [];
    for (const { test, to } of states) {
      this.#spend();
      if (test?.(code)) {
        next.push(...to);
      }
    }
    return this.#positionOf(next);
  }

  /** Includes every state reachable without reading another code. */
  #positionOf(from: readonly State[]): Position {
    const states = new Set<State>();
    const ahead = [...from];
    for (let state = ahead.pop(); state !== undefined; state = ahead.pop()) {
      if (states.has(state)) {
        continue;
      }
      this.#spend();
      states.add(state);
      if (state.test === undefined) {
        ahead.push(...state.to);
      }
    }
    const key = Array.from(states, ({ id }) => id)
      .sort((one, other) => one - other)
      .join();
    const position = this.#positions.get(key) ?? new Position(this, states, states.has(this.#end));
    this.#positions.set(key, position);
    return position;
  }

  #spend(): void {
    this.#work += 1;
    if (this.#work > MAX_WORK) {
      throw new SandboxRefused(`a pattern needs more than ${MAX_WORK} matcher states`);
    }
  }

  #sequence(parts: readonly GlobPart[], next: State): State {
    return parts.reduceRight((after, part) => this.#state(part, after), next);
  }

  #state(part: GlobPart, next: State): State {
    const id = this.#nextId();
    if (part.kind === 'either') {
      return { id, to: part.of.map((of) => this.#sequence(of, next)) };
    }
    if (part.kind === 'one') {
      return { id, test: part.test, to: [next] };
    }
    const again: State = { id, to: [next] };
    again.to.push({ id: this.#nextId(), test: part.test, to: [again] });
    return again;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** The set of states that an automaton can be in. */
class Position {
  readonly isEnd: boolean;
  readonly #automaton: Automaton;
  readonly #states: ReadonlySet<State>;
  readonly #next = new Map<number, Position>();

  constructor(automaton: Automaton, states: ReadonlySet<State>, isEnd: boolean) {
    this.#automaton = automaton;
    this.#states = states;
    this.isEnd = isEnd;
  }

  get mayGoOn(): boolean {
    return this.#states.size > (this.isEnd ? 1 : 0);
  }

  after(codes: readonly number[]): Position {
    let position: Position = this;
    for (const code of codes) {
      position = position.#after(code);
    }
    return position;
  }

  #after(code: number): Position {
    const known = this.#next.get(code);
    if (known !== undefined) {
      return known;
    }
    const position = this.#automaton.step(this.#states, code);
    this.#next.set(code, position);
    return position;
  }
}
