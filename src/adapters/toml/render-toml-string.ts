/** A key, quoted where necessary. */
export const renderTomlKey = (key: string): string => {
  if (/^[A-Za-z0-9_-]+$/.test(key)) {
    return key;
  }
  const shapes = shapeOf(key);
  if (shapes.needsNothing || shapes.hasControls || shapes.hasNewline || shapes.apostrophes > 0) {
    return basic(key);
  }
  return `'${key}'`;
};

/** A string in the first notation that needs no escapes: basic, literal, multi-line. */
export const renderTomlString = (text: string): string => {
  const { needsNothing, hasControls, hasBackslash, hasNewline, quotes, apostrophes } =
    shapeOf(text);
  const start = hasNewline ? '\n' : '';
  if (needsNothing) {
    return basic(text);
  }
  if (!hasControls && !hasNewline && apostrophes === 0) {
    return `'${text}'`;
  }
  if (!hasControls && !hasBackslash && quotes < 3) {
    return `"""${start}${escapeLines(text)}"""`;
  }
  if (!hasControls && apostrophes < 3) {
    return `'''${start}${text}'''`;
  }
  return hasNewline ? `"""${start}${escapeLines(text)}"""` : basic(text);
};

interface StringShape {
  /** Needs no escape in quotes, except for a tab. */
  readonly needsNothing: boolean;
  /** Control characters other than tab and newline. */
  readonly hasControls: boolean;
  readonly hasBackslash: boolean;
  readonly hasNewline: boolean;
  /** Length of the longest run of quotes. */
  readonly quotes: number;
  readonly apostrophes: number;
}

const CONTROLS = /(?![\t\n\x80-\x9f])\p{Cc}/u;

const shapeOf = (text: string): StringShape => {
  const shape = {
    hasControls: CONTROLS.test(text),
    hasBackslash: text.includes('\\'),
    hasNewline: text.includes('\n'),
    quotes: longestRun(text, /"+/g),
    apostrophes: longestRun(text, /'+/g),
  };
  const { hasControls, hasBackslash, hasNewline, quotes } = shape;
  return { ...shape, needsNothing: !hasControls && !hasBackslash && !hasNewline && quotes === 0 };
};

const longestRun = (text: string, run: RegExp): number =>
  (text.match(run) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);

const basic = (text: string): string =>
  `"${text.replace(/["\\]|(?![\x80-\x9f])\p{Cc}/gu, escapeCharacter)}"`;

/** A third consecutive quote would end the string, so it is escaped. */
const escapeLines = (text: string): string =>
  text.replace(/\\|(?![\n\x80-\x9f])\p{Cc}/gu, escapeCharacter).replace(/""("+)/g, escapeRun);

const escapeRun = (run: string): string => {
  let escaped = '';
  for (let rest = run.length; rest > 0; rest -= 3) {
    escaped += rest > 2 ? '""\\"' : '"'.repeat(rest);
  }
  return escaped;
};

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

const escapeCharacter = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
