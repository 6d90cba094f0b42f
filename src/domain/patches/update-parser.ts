import type { Chunk, ChunkLine, FilePatch, PatchFailed } from './patch.js';
import { END } from './patch-envelope.js';
import { ADD, DELETE, END_OF_FILE, faultAt, HEADER, MOVE, UPDATE } from './patch-syntax.js';
import { trim, trimEnd } from './white-space.js';

const KINDS: Readonly<Record<string, ChunkLine['kind']>> = {
  ' ': 'context',
  '+': 'added',
  '-': 'removed',
};

/** Takes the lines below the header of an updated file. */
export class UpdateParser {
  readonly #path: string;
  readonly #number: number;
  readonly #chunks: OpenChunk[] = [];
  #target: string | undefined;

  /** `number` is that of the header's line. */
  constructor(path: string, number: number) {
    this.#path = path;
    this.#number = number;
  }

  /** @throws {PatchFailed} for a line that has no place here. */
  take(line: string, number: number): boolean {
    // What begins with a blank is context, whatever it looks like; white space behind a marker is ignored.
    const marker = trimEnd(line);
    return this.#takeMove(marker) || this.#takeHeader(marker) || this.#takeLine(line, number);
  }

  finish(line: string, number: number): FilePatch {
    const last = this.#chunks.at(-1);
    if (last === undefined) {
      throw faultAt(this.#number, `Update file hunk for path '${this.#path}' is empty`);
    }
    if (last.lines.length === 0) {
      throw trimEnd(line) === END ? emptyChunk(number) : unexpected(line, number);
    }
    return { kind: 'update', path: this.#path, target: this.#target, chunks: this.#chunks };
  }

  #takeMove(marker: string): boolean {
    const isFirst = this.#chunks.length === 0 && this.#target === undefined;
    if (!isFirst || !marker.startsWith(MOVE)) {
      return false;
    }
    this.#target = marker.slice(MOVE.length);
    return true;
  }

  #takeHeader(marker: string): boolean {
    const isHeader = marker === HEADER || marker.startsWith(`${HEADER} `);
    if (!isHeader || this.#chunks.at(-1)?.lines.length === 0) {
      return false;
    }
    this.#chunks.push(
      new OpenChunk(marker === HEADER ? undefined : marker.slice(HEADER.length + 1)),
    );
    return true;
  }

  #takeLine(line: string, number: number): boolean {
    const last = this.#chunks.at(-1);
    const marker = trimEnd(line);
    if (marker === END_OF_FILE && last?.isAtEnd !== true) {
      if (last?.lines.length === 0) {
        throw emptyChunk(number);
      }
      last?.end();
      return true;
    }
    if (last?.isAtEnd === true && trim(line) === '') {
      return true;
    }
    if (isFileHeader(marker)) {
      return false;
    }
    const kind = line === '' ? 'context' : KINDS[line.charAt(0)];
    if (kind === undefined || last?.isAtEnd === true) {
      const isStarted = last !== undefined && last.lines.length > 0;
      throw isStarted ? headerExpected(line, number) : unexpected(line, number);
    }
    const chunk = last ?? new OpenChunk(undefined);
    if (last === undefined) {
      this.#chunks.push(chunk);
    }
    chunk.lines.push({ kind, text: line.slice(1) });
    return true;
  }
}

class OpenChunk implements Chunk {
  readonly header: string | undefined;
  readonly lines: ChunkLine[] = [];
  #isAtEnd = false;

  constructor(header: string | undefined) {
    this.header = header;
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  end(): void {
    this.#isAtEnd = true;
  }
}

const isFileHeader = (marker: string): boolean =>
  marker === END || [ADD, DELETE, UPDATE].some((start) => marker.startsWith(start));

const emptyChunk = (number: number): PatchFailed =>
  faultAt(number, 'Update hunk does not contain any lines');

const unexpected = (line: string, number: number): PatchFailed =>
  faultAt(
    number,
    `Unexpected line found in update hunk: '${line}'. ` +
      "Every line should start with ' ' (context line), '+' (added line), or '-' (removed line)",
  );

const headerExpected = (line: string, number: number): PatchFailed =>
  faultAt(number, `Expected update hunk to start with a @@ context marker, got: '${line}'`);
