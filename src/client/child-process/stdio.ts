import { Readable, Writable } from 'node:stream';
import { UnsupportedByProtocol } from '../errors.js';

type StdioItem =
  | 'pipe'
  | 'overlapped'
  | 'ignore'
  | 'inherit'
  | 'ipc'
  | NodeJS.ReadableStream
  | NodeJS.WritableStream
  | number
  | null
  | undefined;

/** The option `stdio` of `spawn`. */
export type StdioOption = 'pipe' | 'overlapped' | 'ignore' | 'inherit' | readonly StdioItem[];

/** What the three streams of a process are connected to; a stream is one of this program. */
export interface Stdio {
  readonly stdin: 'pipe' | 'ignore' | NodeJS.ReadableStream;
  readonly stdout: 'pipe' | 'ignore' | NodeJS.WritableStream;
  readonly stderr: 'pipe' | 'ignore' | NodeJS.WritableStream;
}

/**
 * @throws {TypeError} `ERR_INVALID_ARG_VALUE`
 * @throws {UnsupportedByProtocol} for an IPC channel, and for a descriptor above 2
 */
export const stdioOf = (option: StdioOption = 'pipe'): Stdio => {
  const items: readonly unknown[] = Array.isArray(option) ? option : [option, option, option];
  const further = items.slice(3).find((item) => item !== 'ignore');
  if (items.includes('ipc') || further !== undefined) {
    throw new UnsupportedByProtocol(
      items.includes('ipc') ? 'an IPC channel' : 'a further descriptor',
      'a process has stdin, stdout and stderr; use a file or a socket on the server',
    );
  }
  const [stdin, stdout, stderr] = items;
  return {
    stdin: itemOf<NodeJS.ReadableStream>(stdin, process.stdin, isReadable),
    stdout: itemOf<NodeJS.WritableStream>(stdout, process.stdout, isWritable),
    stderr: itemOf<NodeJS.WritableStream>(stderr, process.stderr, isWritable),
  };
};

const itemOf = <Stream>(
  item: unknown,
  inherited: Stream,
  isStream: (item: unknown) => item is Stream,
): 'pipe' | 'ignore' | Stream => {
  if (item === undefined || item === null || item === 'pipe' || item === 'overlapped') {
    return 'pipe';
  }
  if (item === 'ignore') {
    return item;
  }
  if (item === 'inherit') {
    return inherited;
  }
  const stream = typeof item === 'number' ? standardStream(item) : item;
  if (isStream(stream)) {
    return stream;
  }
  throw Object.assign(new TypeError(`The argument 'stdio' is invalid. Received '${item}'`), {
    code: 'ERR_INVALID_ARG_VALUE',
  });
};

/** The standard stream of this program with that number. */
const standardStream = (number: number): unknown => {
  const stream = [process.stdin, process.stdout, process.stderr][number];
  if (stream === undefined) {
    throw new UnsupportedByProtocol(`descriptor ${number} of this program`, 'pass a stream');
  }
  return stream;
};

const isReadable = (item: unknown): item is Readable => item instanceof Readable;

const isWritable = (item: unknown): item is Writable => item instanceof Writable;
