import { SandboxRefused } from './sandbox-refused.js';

/** A part of a parsed pattern: one code, any number of codes, or a choice of sequences. */
export type GlobPart =
  | { readonly kind: 'one' | 'any'; readonly test: (code: number) => boolean }
  | { readonly kind: 'either'; readonly of: readonly (readonly GlobPart[])[] };

const codeOf = (character: string): number => character.charCodeAt(0);

const SLASH = codeOf('/');
const STAR = codeOf('*');
const QUESTION = codeOf('?');
const BACKSLASH = codeOf('\\');
const DASH = codeOf('-');
const OPEN = codeOf('[');
const CLOSE = codeOf(']');
const NEGATIONS = [codeOf('!'), codeOf('^')];
const OPEN_BRACE = codeOf('{');
const CLOSE_BRACE = codeOf('}');
const COMMA = codeOf(',');

const anything = (): boolean => true;
const inName = (code: number): boolean => code !== SLASH;

/**
 * Parses a pattern of characters or of bytes.
 *
 * @throws {SandboxRefused} for what upstream rejects: unbalanced braces, a trailing backslash, a reversed
 * range.
 */
export const parseGlob = (codes: readonly number[]): readonly GlobPart[] => {
  const reader = new GlobReader(codes);
  const parts = reader.sequence(false);
  if (!reader.isAtEnd) {
    throw new SandboxRefused('a pattern has an unmatched `}`');
  }
  return parts;
};

class GlobReader {
  readonly #codes: readonly number[];
  #at = 0;

  constructor(codes: readonly number[]) {
    this.#codes = codes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#codes.length;
  }

  sequence(inBraces: boolean): readonly GlobPart[] {
    const parts: GlobPart[] = [];
    for (let code = this.#next; code !== undefined; code = this.#next) {
      if (code === CLOSE_BRACE || (inBraces && code === COMMA)) {
        break;
      }
      parts.push(...this.#part(code, inBraces));
    }
    return parts;
  }

  get #next(): number | undefined {
    return this.#codes[this.#at];
  }

  #part(code: number, inBraces: boolean): readonly GlobPart[] {
    if (code === STAR) {
      return this.#stars(inBraces);
    }
    this.#at += 1;
    if (code === QUESTION) {
      return [{ kind: 'one', test: inName }];
    }
    if (code === OPEN_BRACE) {
      return [this.#either()];
    }
    if (code === OPEN) {
      return [{ kind: 'one', test: this.#set() ?? equals(OPEN) }];
    }
    return [{ kind: 'one', test: equals(code === BACKSLASH ? this.#escaped() : code) }];
  }

  #escaped(): number {
    const code = this.#next;
    if (code === undefined) {
      throw new SandboxRefused('a pattern ends with a backslash');
    }
    this.#at += 1;
    return code;
  }

  #either(): GlobPart {
    const of = [this.sequence(true)];
    while (this.#next === COMMA) {
      this.#at += 1;
      of.push(this.sequence(true));
    }
    if (this.#next !== CLOSE_BRACE) {
      throw new SandboxRefused('a pattern has an unmatched `{`');
    }
    this.#at += 1;
    return { kind: 'either', of };
  }

  /**
   * `**` as a whole name matches directories, or everything below; any other run of stars stays within a
   * name.
   */
  #stars(inBraces: boolean): readonly GlobPart[] {
    const from = this.#at;
    while (this.#next === STAR) {
      this.#at += 1;
    }
    const before = this.#codes[from - 1];
    const isWhole =
      this.#at - from === 2 &&
      isEdge(before, inBraces, OPEN_BRACE) &&
      isEdge(this.#next, inBraces, CLOSE_BRACE);
    if (!isWhole) {
      return [{ kind: 'any', test: inName }];
    }
    const all: GlobPart = { kind: 'any', test: anything };
    if (this.#next !== SLASH) {
      return [{ kind: 'one', test: anything }, all];
    }
    this.#at += 1;
    return [{ kind: 'either', of: [[], [all, { kind: 'one', test: equals(SLASH) }]] }];
  }

  /** Undefined: the set is not closed, so `[` is literal. A set may match a slash. */
  #set(): ((code: number) => boolean) | undefined {
    const start = this.#at + (NEGATIONS.includes(this.#next ?? 0) ? 1 : 0);
    // A closing bracket as the first member is literal.
    const end = this.#codes.indexOf(CLOSE, start + 1);
    // As upstream does, refuses a reversed range also where the set is not closed.
    const ranges = rangesOf(this.#codes.slice(start, end === -1 ? undefined : end));
    if (end === -1) {
      return undefined;
    }
    const isNegated = start > this.#at;
    this.#at = end + 1;
    return (code) => ranges.some(([low, high]) => low <= code && code <= high) !== isNegated;
  }
}

const equals =
  (expected: number) =>
  (code: number): boolean =>
    code === expected;

const isEdge = (code: number | undefined, inBraces: boolean, brace: number): boolean =>
  code === undefined || code === SLASH || (inBraces && (code === COMMA || code === brace));

/** A dash at either end is literal; after a range it starts another one. */
const rangesOf = (members: readonly number[]): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = [];
  for (let at = 0; at < members.length; at += 1) {
    const code = members[at] ?? 0;
    const last = ranges.at(-1);
    const high = members[at + 1];
    if (code !== DASH || last === undefined || high === undefined) {
      ranges.push([code, code]);
      continue;
    }
    if (high < last[0]) {
      throw new SandboxRefused('a pattern has a reversed character range');
    }
    last[1] = high;
    at += 1;
  }
  return ranges;
};
