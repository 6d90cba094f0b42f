import { type GlobPart, parseGlob } from './parse-glob.js';
import { encodePathText } from './path-text.js';

/**
 * A pattern for relative paths, as the native program understands it: `*`, `?`, `[…]`, `**` as a whole name for
 * any number of folders, `{…,…}`, a backslash before what is meant as it is. Where that counts bytes (`?` is half
 * of `é`), characters count here as well, so that what either of the two fits is found. Takes at most the product
 * of both lengths.
 */
export class Glob {
  readonly #byCharacter: Automaton;
  readonly #byByte: Automaton;

  /** @throws {SandboxRefused} when it is no pattern. */
  constructor(pattern: string) {
    this.#byCharacter = new Automaton(parseGlob(characters(pattern)));
    this.#byByte = new Automaton(parseGlob(bytes(pattern)));
  }

  /** Whether it is for this path: names with slashes between them. */
  fits(path: string): boolean {
    return (
      this.#byCharacter.fits(characters(path)) || (!isAscii(path) && this.#byByte.fits(bytes(path)))
    );
  }

  /** Whether it can be for anything in this folder, or deeper. */
  mayFitBelow(folder: string): boolean {
    const path = `${folder}/`;
    return (
      this.#byCharacter.mayGoOn(characters(path)) ||
      (!isAscii(path) && this.#byByte.mayGoOn(bytes(path)))
    );
  }
}

const characters = (text: string): readonly number[] =>
  Array.from(text, (character) => character.codePointAt(0) ?? 0);

const bytes = (text: string): readonly number[] => [...encodePathText(text)];

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** Without a test: it is left at once, for all of `to`. */
interface State {
  readonly test?: (code: number) => boolean;
  readonly to: State[];
}

/** Tries all ways at once, so that no pattern takes long. */
class Automaton {
  readonly #end: State = { to: [] };
  readonly #start: State;

  constructor(parts: readonly GlobPart[]) {
    this.#start = sequence(parts, this.#end);
  }

  fits(codes: readonly number[]): boolean {
    return this.#after(codes).has(this.#end);
  }

  mayGoOn(codes: readonly number[]): boolean {
    return this.#after(codes).size > 0;
  }

  #after(codes: readonly number[]): ReadonlySet<State> {
    let states = reached([this.#start]);
    for (const code of codes) {
      if (states.size === 0) break;
      states = reached([...states].flatMap(({ test, to }) => (test?.(code) ? to : [])));
    }
    return states;
  }
}

const sequence = (parts: readonly GlobPart[], next: State): State =>
  parts.reduceRight((after, part) => stateOf(part, after), next);

const stateOf = (part: GlobPart, next: State): State => {
  if (part.kind === 'either') return { to: part.of.map((parts) => sequence(parts, next)) };
  if (part.kind === 'one') return { test: part.test, to: [next] };
  const again: State = { to: [next] };
  again.to.push({ test: part.test, to: [again] });
  return again;
};

const reached = (from: readonly State[]): ReadonlySet<State> => {
  const states = new Set<State>();
  const ahead = [...from];
  for (let state = ahead.pop(); state !== undefined; state = ahead.pop()) {
    if (states.has(state)) continue;
    states.add(state);
    if (state.test === undefined) ahead.push(...state.to);
  }
  return states;
};
