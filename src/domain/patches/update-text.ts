import { findLines } from './find-lines.js';
import { type Chunk, type ChunkLine, PatchFailed } from './patch.js';
import { joinLines, splitLines, type TextLine } from './text-lines.js';

const DEFAULT_END = '\n';

/** Replaces lines of a file, from `start` on. */
interface Replacement {
  readonly start: number;
  readonly lines: readonly ChunkLine[];
}

/**
 * The content of a file after its chunks, which come in the file's order. Lines that stay keep their text and their
 * ends, also where the patch has them slightly different; added lines, and a last line without one, get the end of
 * the first line.
 *
 * @throws {PatchFailed} when the lines of a chunk are not found; `path` is for its message.
 */
export const updateText = (content: string, chunks: readonly Chunk[], path: string): string => {
  const lines = splitLines(content);
  const end = lines[0]?.end || DEFAULT_END;
  const replacements = locate(
    lines.map(({ text }) => text),
    chunks,
    path,
  );
  return joinLines(replace(lines, replacements, end), end);
};

const locate = (
  texts: readonly string[],
  chunks: readonly Chunk[],
  path: string,
): readonly Replacement[] => {
  const replacements: Replacement[] = [];
  let next = 0;
  for (const { header, lines, isAtEnd } of chunks) {
    if (header !== undefined) {
      const found = findLines(texts, [header], next, false);
      if (found === undefined) {
        throw new PatchFailed(`Failed to find context '${header}' in ${path}`);
      }
      next = found + 1;
    }
    const old = oldTexts(lines);
    if (old.length === 0) {
      replacements.push({ start: texts.length, lines });
      continue;
    }
    const replacement =
      find(texts, lines, next, isAtEnd) ??
      (old.at(-1) === '' ? find(texts, withoutLastEmpty(lines), next, isAtEnd) : undefined);
    if (replacement === undefined) {
      throw new PatchFailed(`Failed to find expected lines in ${path}:\n${old.join('\n')}`);
    }
    replacements.push(replacement);
    next = replacement.start + oldTexts(replacement.lines).length;
  }
  return replacements.sort((a, b) => a.start - b.start);
};

const find = (
  texts: readonly string[],
  lines: readonly ChunkLine[],
  from: number,
  isAtEnd: boolean,
): Replacement | undefined => {
  const start = findLines(texts, oldTexts(lines), from, isAtEnd);
  return start === undefined ? undefined : { start, lines };
};

const oldTexts = (lines: readonly ChunkLine[]): readonly string[] =>
  lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);

/**
 * Models end a chunk with an empty line for the end of the last line. Neither the old nor the new text then ends with
 * it; an empty line of context that is followed by added ones is one of these.
 */
const withoutLastEmpty = (lines: readonly ChunkLine[]): readonly ChunkLine[] => {
  const lastOld = lines.findLastIndex(({ kind }) => kind !== 'added');
  const lastNew = lines.findLastIndex(({ kind }) => kind !== 'removed');
  return lines.flatMap((line, index): readonly ChunkLine[] => {
    if (index === lastNew && line.text === '') {
      return [];
    }
    if (index !== lastOld) {
      return [line];
    }
    return line.kind === 'context' ? [{ kind: 'added', text: line.text }] : [];
  });
};

const replace = (
  lines: readonly TextLine[],
  replacements: readonly Replacement[],
  end: string,
): readonly TextLine[] => {
  const result: TextLine[] = [];
  let position = 0;
  const keepUntil = (until: number): void => {
    for (const line of lines.slice(position, until)) {
      result.push(line);
    }
    position = until;
  };
  for (const { start, lines: changed } of replacements) {
    keepUntil(start);
    for (const { kind, text } of changed) {
      if (kind === 'added') {
        result.push({ text, end });
      } else if (kind === 'context') {
        keepUntil(position + 1);
      } else {
        position += 1;
      }
    }
  }
  keepUntil(lines.length);
  return result;
};
