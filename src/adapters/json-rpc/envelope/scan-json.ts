/** Deeper nesting is rejected (docs/protocol.md section 3.2). */
const MAX_DEPTH = 127;

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** An escaped UTF-16 surrogate. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const COLON_NEXT = /\s*:/y;
const INTEGER = /\s*(-?(?:0|[1-9][0-9]*))(?![0-9.eE])/y;

/** What `JSON.parse` would hide. */
export interface JsonScan {
  /** The keys of all objects in the text. */
  readonly keyCount: number;
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
 * Scans JSON text once for what `JSON.parse` accepts but this server rejects: excessive nesting, and lone surrogates, which would
 * change on their way into a process; and for numbers that a double would round. Does not otherwise validate the text.
 *
 * @throws {SyntaxError} that names the error.
 */
export const scanJson = (text: string): JsonScan => {
  let depth = 0;
  let keyCount = 0;
  /** The quotes of the last string: those of a key at a colon. */
  let start = 0;
  let end = 0;
  /** The last key of the top-level object. */
  let member = '';
  let numericId: string | undefined;
  let exactNumbers: Map<string, string | undefined> | undefined;
  let longMembers: Map<string, number> | undefined;
  const hasEscapes = text.includes('\\');
  const hasHalves = hasEscapes && SURROGATE_ESCAPE.test(text);
  for (let i = 0; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case QUOTE:
        start = i;
        end = endOfString(text, i);
        if (hasHalves) {
          rejectLoneSurrogates(contentOf(text, start, end, true));
        }
        i = end;
        break;
      case COLON:
        keyCount += 1;
        if (depth === 1) {
          member = contentOf(text, start, end, hasEscapes);
          if (member === 'id') {
            numericId = integerAt(text, i + 1);
          }
        } else if (depth === 2 && member === 'params') {
          const key = contentOf(text, start, end, hasEscapes);
          if (EXACT_MEMBERS.has(key)) {
            exactNumbers ??= new Map();
            exactNumbers.set(key, integerAt(text, i + 1));
          } else if (LONG_MEMBERS.has(key)) {
            longMembers ??= new Map();
            longMembers.set(key, i + 1);
          }
        }
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (depth === MAX_DEPTH) {
          throw new SyntaxError('recursion limit exceeded');
        }
        depth += 1;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        break;
    }
  }
  return { keyCount, numericId, exactNumbers, longMembers };
};

/**
 * Parses text that was scanned, and rejects a key that an object has twice: `JSON.parse` keeps one of them, so that there are fewer keys
 * than in the text.
 *
 * @throws {SyntaxError} that names the error.
 */
export const parseScanned = (text: string, { keyCount }: JsonScan): unknown => {
  const value: unknown = JSON.parse(text);
  if (countKeys(value) < keyCount) {
    throw new SyntaxError(`duplicate JSON object key \`${duplicateKey(text)}\``);
  }
  return value;
};

const countKeys = (value: unknown): number => {
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value) {
      count += countKeys(element);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) {
      count += 1 + countKeys((value as Record<string, unknown>)[key]);
    }
  }
  return count;
};

/** The first key of valid JSON text that its object already has. */
const duplicateKey = (text: string): string | undefined => {
  /** The keys of each open object, and nothing of each open array. */
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        const content = contentOf(text, i, end, true);
        COLON_NEXT.lastIndex = end + 1;
        if (COLON_NEXT.test(text)) {
          if (open.at(-1)?.has(content)) {
            return content;
          }
          open.at(-1)?.add(content);
        }
        i = end;
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        open.push(new Set());
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        break;
    }
  }
  return undefined;
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
const contentOf = (text: string, start: number, end: number, mayHaveEscapes: boolean): string => {
  const raw = text.slice(start + 1, end);
  return mayHaveEscapes && raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
};

const rejectLoneSurrogates = (content: string): void => {
  if (LONE_SURROGATE.test(content)) {
    throw new SyntaxError('a string contains a lone surrogate');
  }
};

const integerAt = (text: string, index: number): string | undefined => {
  INTEGER.lastIndex = index;
  return INTEGER.exec(text)?.[1];
};
