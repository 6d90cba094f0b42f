import { type FilePatch, PatchFailed } from './patch.js';
import { END, missingEnd, patchLines } from './patch-envelope.js';
import { ADD, DELETE, faultAt, UPDATE } from './patch-syntax.js';
import { UpdateParser } from './update-parser.js';
import { trim } from './white-space.js';

/** The number of the line behind the begin marker. */
const FIRST_NUMBER = 2;
const ENVIRONMENT = '*** Environment ID:';

/**
 * The files that a patch changes, in its order. White space around markers, and a here-document around the whole,
 * are taken, as upstream takes them.
 *
 * @throws {PatchFailed} with the number of the line at fault.
 */
export const parsePatch = (text: string): readonly FilePatch[] => {
  const parser = new PatchParser();
  const [, ...lines] = patchLines(text);
  for (const [index, line] of lines.entries()) {
    parser.take(line, index + FIRST_NUMBER, index === lines.length - 1);
  }
  return parser.files;
};

/** A part of a patch that takes the lines below its header. */
interface FileParser {
  /** Whether the line is a part of it; false: the line is the next header. */
  take(line: string, number: number): boolean;
  finish(line: string, number: number): FilePatch;
}

class PatchParser {
  readonly files: FilePatch[] = [];
  #file: FileParser | undefined;
  #hasEnvironment = false;
  #hasEnded = false;

  take(line: string, number: number, isLast: boolean): void {
    if (this.#hasEnded) {
      // The last line is an end marker, so between that and an earlier one there can only be blank lines.
      if (!isLast && trim(line) !== '') {
        throw missingEnd();
      }
      return;
    }
    if (this.#file?.take(line, number) === true) {
      return;
    }
    if (this.#file !== undefined) {
      this.files.push(this.#file.finish(line, number));
    }
    this.#file = undefined;
    this.#start(trim(line), number);
  }

  #start(header: string, number: number): void {
    if (header === END) {
      this.#hasEnded = true;
    } else if (header.startsWith(ADD)) {
      this.#file = new AddParser(header.slice(ADD.length));
    } else if (header.startsWith(DELETE)) {
      this.#file = new DeleteParser(header.slice(DELETE.length));
    } else if (header.startsWith(UPDATE)) {
      this.#file = new UpdateParser(header.slice(UPDATE.length), number);
    } else if (header.startsWith(ENVIRONMENT) && this.files.length === 0) {
      this.#checkEnvironment(trim(header.slice(ENVIRONMENT.length)));
    } else {
      throw invalidHeader(header, number);
    }
  }

  /** A client that has several hosts names one; here there is only one. */
  #checkEnvironment(id: string): void {
    if (id === '') {
      throw new PatchFailed('Invalid patch: apply_patch environment_id cannot be empty');
    }
    if (this.#hasEnvironment) {
      throw new PatchFailed(
        'Invalid patch: apply_patch environment_id cannot be specified more than once',
      );
    }
    this.#hasEnvironment = true;
  }
}

class AddParser implements FileParser {
  readonly #path: string;
  readonly #lines: string[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  take(line: string): boolean {
    if (!line.startsWith('+')) {
      return false;
    }
    this.#lines.push(`${line.slice(1)}\n`);
    return true;
  }

  finish(): FilePatch {
    return { kind: 'add', path: this.#path, content: this.#lines.join('') };
  }
}

class DeleteParser implements FileParser {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  take(): boolean {
    return false;
  }

  finish(): FilePatch {
    return { kind: 'delete', path: this.#path };
  }
}

const invalidHeader = (header: string, number: number): PatchFailed => {
  const valid = [ADD, DELETE, UPDATE].map((start) => `'${start}{path}'`).join(', ');
  return faultAt(number, `'${header}' is not a valid hunk header. Valid hunk headers: ${valid}`);
};
