/** Deeper nesting is rejected (docs/protocol.md section 3.2). */
const MAX_DEPTH = 127;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** An escaped UTF-16 surrogate. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const INTEGER = /\s*:\s*(-?(?:0|[1-9][0-9]*))(?![0-9.eE])/y;

/** What `JSON.parse` would hide. */
export interface JsonScan {
  /** The digits of a top-level `id` that is an integer, before they lose precision as a double. */
  readonly numericId: string | undefined;
  /** The digits of integers that are direct members of `params` and in `EXACT_MEMBERS`, if there are any. */
  readonly exactNumbers: ReadonlyMap<string, string | undefined> | undefined;
  /** Offsets of the values of direct members of `params` that are in `LONG_MEMBERS`, if there are any; without white space before them. */
  readonly longMembers: ReadonlyMap<string, number> | undefined;
}

/** Members of `params` that may be long base64. */
export const LONG_MEMBERS: ReadonlySet<string> = new Set(['chunk', 'dataBase64']);

/** Members of `params` that must be exact beyond 2^53. */
const EXACT_MEMBERS: ReadonlySet<string> = new Set(['offset', 'watchId']);

/**
 * Scans JSON text once for what `JSON.parse` accepts but this server rejects: duplicate keys, excessive
 * nesting, and lone surrogates, which would change on their way into a process; and for numbers that a double
 * would round. Does not otherwise validate the text.
 *
 * @throws {SyntaxError} that names the error.
 */
export const scanJson = (text: string): JsonScan => {
  /** The keys of each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let keys: Set<string> | undefined;
  let expectsKey = false;
  let numericId: string | undefined;
  /** The last key of the top-level object. */
  let member = '';
  let exactNumbers: Map<string, string | undefined> | undefined;
  let longMembers: Map<string, number> | undefined;
  const hasHalves = text.includes('\\u') && SURROGATE_ESCAPE.test(text);
  for (let i = 0; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        if (hasHalves) {
          rejectLoneSurrogates(contentOf(text, i, end));
        }
        if (expectsKey && keys !== undefined) {
          const key = contentOf(text, i, end);
          if (keys.has(key)) {
            throw new SyntaxError(`duplicate JSON object key \`${key}\``);
          }
          keys.add(key);
          expectsKey = false;
          if (open.length === 1) {
            member = key;
            if (key === 'id') {
              numericId = integerAfter(text, end + 1);
            }
          } else if (open.length === 2 && member === 'params') {
            if (EXACT_MEMBERS.has(key)) {
              exactNumbers ??= new Map();
              exactNumbers.set(key, integerAfter(text, end + 1));
            } else if (LONG_MEMBERS.has(key)) {
              longMembers ??= new Map();
              longMembers.set(key, end + 2);
            }
          }
        }
        i = end;
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (open.length === MAX_DEPTH) {
          throw new SyntaxError('recursion limit exceeded');
        }
        keys = text.charCodeAt(i) === OPEN_BRACE ? new Set() : undefined;
        expectsKey = keys !== undefined;
        open.push(keys);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        keys = open.at(-1);
        expectsKey = false;
        break;
      case COMMA:
        expectsKey = keys !== undefined;
        break;
    }
  }
  return { numericId, exactNumbers, longMembers };
};

/** Index of the closing quote of the string that starts at `start`; the end of the text if there is none. */
const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) {
      backslashes += 1;
    }
    if (backslashes % 2 === 0) {
      return end;
    }
  }
  return text.length;
};

/** The content of the string whose quotes are at `start` and `end`. */
const contentOf = (text: string, start: number, end: number): string => {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
};

const rejectLoneSurrogates = (content: string): void => {
  if (LONE_SURROGATE.test(content)) {
    throw new SyntaxError('a string contains a lone surrogate');
  }
};

const integerAfter = (text: string, index: number): string | undefined => {
  INTEGER.lastIndex = index;
  return INTEGER.exec(text)?.[1];
};
