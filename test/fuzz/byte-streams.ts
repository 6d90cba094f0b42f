import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { clientFrame, OPCODE } from '../adapters/websocket/frames.js';

const MIB = 1024 ** 2;

/** Bytes for one connection, and how they are sent. */
export interface ByteStream {
  /** False: not even the request that opens a WebSocket is sent before them. */
  readonly upgraded: boolean;
  readonly parts: readonly Buffer[];
  /** Bytes sent in one go. */
  readonly sliceBytes: number;
  /** True: nothing of what the daemon says is read. */
  readonly deaf: boolean;
}

const payload = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    Buffer.from('{"id":1,"method":"environment/status"}'),
    Buffer.from('{"id":0,"method":"initialize","params":{"clientName":"fuzz"}}'),
    Buffer.from('{"method":"initialized"}'),
    Buffer.from([0xff, 0xfe, 0xed, 0xa0, 0x80]),
    Buffer.alloc(70_000, 'x'),
  ),
);

const oddFrame = fc
  .record({
    content: payload,
    opcode: fc.oneof(fc.constantFrom(...Object.values(OPCODE)), fc.nat(15)),
    fin: fc.boolean(),
    rsv: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(7) }),
    masked: fc.oneof(
      { weight: 8, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
  })
  .map(({ content, ...options }) => clientFrame(content, options));

/** A header that promises more than comes, up to 2^63 bytes. */
const lyingHeader = fc
  .tuple(fc.constantFrom(0x81, 0x82, 0x01, 0x89), fc.bigInt(0n, 2n ** 64n - 1n))
  .map(([first, length]) => {
    const header = Buffer.alloc(14, first);
    header[1] = 0xff;
    header.writeBigUInt64BE(length, 2);
    return header;
  });

const flood = fc
  .tuple(fc.constantFrom(OPCODE.ping, OPCODE.pong, OPCODE.continuation), fc.constantFrom(10, 3000))
  .map(([opcode, count]) => {
    const frame = clientFrame('x', { opcode });
    return Buffer.concat(Array.from({ length: count }, () => frame));
  });

const endlessFragments = fc.constantFrom(10, 20_000).map((count) => {
  const first = clientFrame('"', { fin: false });
  const next = clientFrame('x', { opcode: OPCODE.continuation, fin: false });
  return Buffer.concat([first, ...Array.from({ length: count }, () => next)]);
});

const compressionBomb = fc.constant(
  clientFrame(deflateRawSync(Buffer.alloc(16 * MIB, 'x')), { rsv: 4 }),
);

const close = fc.tuple(fc.nat(65_535), fc.uint8Array({ maxLength: 130 })).map(([code, reason]) =>
  clientFrame(Buffer.concat([Buffer.from([code >> 8, code & 0xff]), reason]), {
    opcode: OPCODE.close,
  }),
);

const raw = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));

const headerLine = fc.oneof(
  fc.constantFrom(
    'Upgrade: websocket',
    'Connection: upgrade',
    'Sec-WebSocket-Version: 13',
    'Origin: null',
  ),
  fc.constantFrom(
    'Sec-WebSocket-Key: x',
    'Host: x',
    'Transfer-Encoding: chunked',
    'Content-Length: 5',
  ),
  fc.constantFrom('Sec-WebSocket-Extensions: permessage-deflate', ` folded`, ': nameless', 'X:'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const requestLine = fc.oneof(
  fc.constantFrom('GET / HTTP/1.1', 'GET /readyz HTTP/1.1', 'POST / HTTP/1.1', 'GET / HTTP/1.0'),
  fc.constantFrom(
    'CONNECT x:1 HTTP/1.1',
    'PRI * HTTP/2.0',
    'GET http://x/ HTTP/1.1',
    'GET / HTTP/9.9',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const http = fc
  .tuple(
    requestLine,
    fc.array(headerLine, { maxLength: 8 }),
    fc.constantFrom('\r\n\r\n', '\n\n', ''),
  )
  .map(([line, headers, end]) => Buffer.from([line, ...headers].join('\r\n') + end, 'latin1'));

const options = {
  sliceBytes: fc.constantFrom(1, 7, 1000, MIB),
  deaf: fc.boolean(),
};

/** What a hostile peer may send below the level of messages. */
export const byteStream: fc.Arbitrary<ByteStream> = fc.oneof(
  fc.record({
    upgraded: fc.constant(true),
    parts: fc.array(
      fc.oneof(
        { weight: 40, arbitrary: oddFrame },
        { weight: 5, arbitrary: fc.oneof(lyingHeader, raw, close, flood) },
        { weight: 1, arbitrary: fc.oneof(endlessFragments, compressionBomb) },
      ),
      { minLength: 1, maxLength: 6 },
    ),
    ...options,
  }),
  fc.record({
    upgraded: fc.constant(false),
    parts: fc.array(fc.oneof({ weight: 4, arbitrary: http }, { weight: 1, arbitrary: raw }), {
      minLength: 1,
      maxLength: 4,
    }),
    ...options,
  }),
);
