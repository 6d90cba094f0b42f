/** A line of a file without its end, and its end: `\n`, `\r\n`, `\r`, or none. */
export interface TextLine {
  readonly text: string;
  readonly end: string;
}

const LINE = /([^\r\n]*)(\r\n|\n|\r|$)/y;

export const splitLines = (content: string): readonly TextLine[] => {
  const lines: TextLine[] = [];
  LINE.lastIndex = 0;
  while (LINE.lastIndex < content.length) {
    const [, text = '', end = ''] = LINE.exec(content) ?? [];
    lines.push({ text, end });
  }
  return lines;
};

/** Joins lines; those without an end get `end`. */
export const joinLines = (lines: readonly TextLine[], end: string): string =>
  lines.map((line) => line.text + (line.end || end)).join('');
