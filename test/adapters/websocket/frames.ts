export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame of a WebSocket (RFC 6455 section 5.2). */
export interface Frame {
  readonly fin: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What a test may do differently. */
export interface FrameOptions {
  readonly opcode?: number;
  /** Default true. */
  readonly fin?: boolean;
  /** Reserved bits, 1 to 7. */
  readonly rsv?: number;
  /** Default true. */
  readonly masked?: boolean;
}

const MASK = Buffer.from([0x12, 0x34, 0x56, 0x78]);

/** A frame as a client sends it; text unless told otherwise. */
export const clientFrame = (content: string | Buffer, options: FrameOptions = {}): Buffer => {
  const { opcode = OPCODE.text, fin = true, rsv = 0, masked = true } = options;
  const payload = Buffer.from(content);
  const first = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode]);
  const length = lengthField(payload.length);
  if (!masked) {
    return Buffer.concat([first, length, payload]);
  }
  length[0] = (length[0] ?? 0) | 0x80;
  return Buffer.concat([first, length, MASK, scrambled(payload)]);
};

/** In place, and in a loop: with a function for each byte a frame of 20 MB takes seconds. */
const scrambled = (payload: Buffer): Buffer => {
  for (let index = 0; index < payload.length; index += 1) {
    payload[index] = (payload[index] ?? 0) ^ (MASK[index % 4] ?? 0);
  }
  return payload;
};

/** A message in frames of one byte each. */
export const inSingleBytes = (content: string | Buffer): Buffer[] => {
  const bytes = Buffer.from(content);
  return [...bytes.keys()].map((index) =>
    clientFrame(bytes.subarray(index, index + 1), {
      opcode: index === 0 ? OPCODE.text : OPCODE.continuation,
      fin: index === bytes.length - 1,
    }),
  );
};

/** The first frame of a server's bytes, if it is whole, and what comes behind it. */
export const readFrame = (bytes: Buffer): [frame: Frame | undefined, rest: Buffer] => {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) {
    return [undefined, bytes];
  }
  const size = second === 126 ? 2 : second === 127 ? 8 : 0;
  const start = 2 + size;
  if (bytes.length < start) {
    return [undefined, bytes];
  }
  const length = size === 0 ? second : Number(BigInt(`0x${bytes.toString('hex', 2, start)}`));
  if (bytes.length < start + length) {
    return [undefined, bytes];
  }
  const payload = bytes.subarray(start, start + length);
  return [{ fin: first >= 0x80, opcode: first & 0x0f, payload }, bytes.subarray(start + length)];
};

const lengthField = (length: number): Buffer => {
  if (length < 126) {
    return Buffer.from([length]);
  }
  if (length < 65_536) {
    return Buffer.from([126, length >> 8, length & 0xff]);
  }
  const field = Buffer.alloc(9, 127);
  field.writeBigUInt64BE(BigInt(length), 1);
  return field;
};
