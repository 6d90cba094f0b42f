import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import {
  ACCEPTED_ENCODINGS,
  decodeResponse,
} from '../../../../src/adapters/http-client/decoding/decode-response.js';
import { HAS_ZSTD } from '../../../../src/adapters/http-client/decoding/zstd.js';
import type { IncomingResponse } from '../../../../src/application/ports/http-client.js';
import { bufferBody } from '../../../../src/application/use-cases/http/buffer-body.js';
import { arriving } from './read-decoded.js';

const GZIP = gzipSync('hello');

class Received implements IncomingResponse {
  readonly status = 200;
  readonly headers;
  readonly body;
  isDiscarded = false;

  constructor(headers: readonly string[], parts: readonly Buffer[]) {
    this.headers = headers.map((header) => {
      const [name = '', value = ''] = header.split(': ');
      return { name, value };
    });
    this.body = arriving(parts);
  }

  discard(): void {
    this.isDiscarded = true;
  }
}

const read = async (headers: readonly string[], parts: readonly Buffer[]) => {
  const response = decodeResponse(new Received(headers, parts), 1024);
  const body = await bufferBody(response.body, 100_000, () => undefined);
  return {
    headers: response.headers.map(({ name, value }) => `${name}: ${value}`),
    body: Buffer.from(body),
  };
};

describe('decodeResponse', () => {
  test('decodes gzip, and leaves out the headers that are of the encoded content', async () => {
    const headers = ['x: 1', 'content-encoding: gzip', 'content-length: 25', 'etag: "x"'];
    expect(await read(headers, [GZIP])).toEqual({
      headers: ['x: 1', 'etag: "x"'],
      body: Buffer.from('hello'),
    });
  });

  test('leaves these headers out of a response without content too, as of HEAD', async () => {
    const headers = ['content-encoding: gzip', 'content-length: 25'];
    expect(await read(headers, [])).toEqual({ headers: [], body: Buffer.alloc(0) });
  });

  test('decodes once, by the first header', async () => {
    const headers = ['content-encoding: gzip', 'content-encoding: gzip'];
    expect(await read(headers, [gzipSync(GZIP)])).toEqual({ headers: [], body: GZIP });
  });

  test.each([
    ['GZIP'],
    ['x-gzip'],
    ['deflate'],
    ['br'],
    ['gzip, gzip'],
    ['gzip;q=1'],
    ['identity'],
    [''],
  ])('leaves a response with the encoding %j as it is', async (encoding) => {
    const response = new Received([`content-encoding: ${encoding}`], [GZIP]);
    expect(decodeResponse(response, 1024)).toBe(response);
  });

  test('leaves a response without an encoding as it is', () => {
    const response = new Received([], [GZIP]);
    expect(decodeResponse(response, 1024)).toBe(response);
  });

  test('stops a content that is larger than fits a reply where it grows too large', async () => {
    const bomb = [gzipSync(Buffer.alloc(1_000_000))];
    await expect(read(['content-encoding: gzip'], bomb)).rejects.toThrow(
      'it exceeds the 100000 bytes that fit a reply; use streamResponse',
    );
  });

  test('names the fault of a content that is not valid', async () => {
    await expect(read(['content-encoding: gzip'], [Buffer.from('plain')])).rejects.toThrow(
      'error decoding response body: its gzip data is not valid',
    );
  });

  test('discards what its reader does not read', async () => {
    const received = new Received(['content-encoding: gzip'], [GZIP]);
    const { body } = decodeResponse(received, 1024);
    for await (const _ of body) {
      break;
    }
    expect(received.isDiscarded).toBe(true);
  });

  test('discards a response that is not read', () => {
    const received = new Received(['content-encoding: gzip'], [GZIP]);
    decodeResponse(received, 1024).discard();
    expect(received.isDiscarded).toBe(true);
  });
});

test('zstd is asked for where this Node has it', () => {
  expect(ACCEPTED_ENCODINGS).toBe(HAS_ZSTD ? 'zstd,gzip' : 'gzip');
});
