import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ByteReader } from '../../../../src/adapters/http-client/decoding/byte-reader.js';
import { decodeGzip } from '../../../../src/adapters/http-client/decoding/gzip.js';
import { settled } from '../../../support/settled.js';
import { arriving, byByte, readDecoded } from './read-decoded.js';

const HELLO = gzipSync('hello');
const WORLD = gzipSync('world');
const LONG = gzipSync('long '.repeat(1000));
const joined = (...parts: Buffer[]): Buffer => Buffer.concat(parts);
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A member with another byte at an offset, from the end where that is below zero. */
const withByte = (offset: number, byte: number, member = HELLO): Buffer => {
  const changed = Buffer.from(member);
  changed[offset < 0 ? member.length + offset : offset] = byte;
  return changed;
};

/** A member whose header has all optional fields. */
const WITH_FIELDS = joined(
  bytes('\x1f\x8b\x08\x1e\0\0\0\0\0\0'),
  bytes('\x03\0abc'),
  bytes('a name\0'),
  bytes('a comment\0'),
  bytes('\x12\x34'),
  HELLO.subarray(10),
);

const NOT_VALID = 'its gzip data is not valid';
const ENDS_EARLY = 'its gzip data ends early';

const CASES: [what: string, content: Buffer, ...result: [text: string, error?: string]][] = [
  ['one member', HELLO, 'hello'],
  ['several members', joined(HELLO, LONG, WORLD), `hello${'long '.repeat(1000)}world`],
  ['a header with all fields', joined(WITH_FIELDS, WORLD), 'helloworld'],
  ['bytes behind the last member', joined(HELLO, WORLD, bytes('garbage')), 'helloworld'],
  ['one byte behind it', joined(HELLO, bytes('\x1f')), 'hello'],
  ['zeros behind it', joined(HELLO, Buffer.alloc(600)), 'hello'],
  ['no bytes', Buffer.alloc(0), ''],
  ['another format', bytes('plain text'), '', NOT_VALID],
  ['another compression method', withByte(2, 9), '', NOT_VALID],
  ['broken data', withByte(10, 0x07), '', NOT_VALID],
  ['another checksum', withByte(-8, 0), 'hello', NOT_VALID],
  ['another size', withByte(-4, 6), 'hello', NOT_VALID],
  ['a second member that is broken', joined(HELLO, withByte(10, 0x07)), 'hello', NOT_VALID],
  ['an end within the header', HELLO.subarray(0, 5), '', ENDS_EARLY],
  ['an end within a name', WITH_FIELDS.subarray(0, 18), '', ENDS_EARLY],
  ['an end behind the header', HELLO.subarray(0, 10), '', ENDS_EARLY],
  ['an end within the trailer', HELLO.subarray(0, -1), 'hello', ENDS_EARLY],
  ['an end within the second member', joined(HELLO, WORLD.subarray(0, 10)), 'hello', ENDS_EARLY],
];

describe('decodeGzip', () => {
  test.each(CASES)('yields all content before the fault of %s', async (_, content, ...result) => {
    expect(await readDecoded(decodeGzip, [content])).toEqual(result);
    expect(await readDecoded(decodeGzip, byByte(content))).toEqual(result);
    expect(await readDecoded(decodeGzip, [content.subarray(0, 20), content.subarray(20)])).toEqual(
      result,
    );
  });

  test('takes no more input than its reader needs', async () => {
    let taken = 0;
    const endless = function* (): Generator<Buffer> {
      const member = gzipSync(Buffer.alloc(1_000_000));
      for (;;) {
        taken += 1;
        yield member;
      }
    };
    const parts = decodeGzip(new ByteReader(arriving(endless())), 16_384);
    await parts.next();
    await settled();
    expect(taken).toBe(1);
    await parts.return(undefined);
  });

  test('yields what came before an error of the connection, and leaves the error as it is', async () => {
    const fault = new Error('the connection was reset');
    const cut = async function* (): AsyncGenerator<Buffer> {
      yield LONG.subarray(0, -10);
      throw fault;
    };
    const parts = decodeGzip(new ByteReader(cut()), 1024);
    let read = 0;
    const readAll = async (): Promise<void> => {
      for await (const part of parts) {
        read += part.length;
        await settled();
      }
    };
    await expect(readAll()).rejects.toBe(fault);
    expect(read).toBeGreaterThan(4000);
  });
});
