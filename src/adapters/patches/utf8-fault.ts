/** How many bytes follow a first byte, and which the first of them may be (Unicode, table 3-7). */
const SEQUENCES: readonly (readonly [
  first: number,
  last: number,
  length: number,
  low: number,
  high: number,
])[] = [
  [0x00, 0x7f, 0, 0x80, 0xbf],
  [0xc2, 0xdf, 1, 0x80, 0xbf],
  [0xe0, 0xe0, 2, 0xa0, 0xbf],
  [0xe1, 0xec, 2, 0x80, 0xbf],
  [0xed, 0xed, 2, 0x80, 0x9f],
  [0xee, 0xef, 2, 0x80, 0xbf],
  [0xf0, 0xf0, 3, 0x90, 0xbf],
  [0xf1, 0xf3, 3, 0x80, 0xbf],
  [0xf4, 0xf4, 3, 0x80, 0x8f],
];

/** What is wrong with bytes that are not UTF-8, in upstream's words. */
export const describeUtf8Fault = (bytes: Uint8Array): string => {
  let index = 0;
  for (;;) {
    const { length, isWhole } = sequenceAt(bytes, index);
    if (!isWhole) {
      return index + length === bytes.length && length > 0
        ? `incomplete utf-8 byte sequence from index ${index}`
        : `invalid utf-8 sequence of ${Math.max(length, 1)} bytes from index ${index}`;
    }
    index += length;
  }
};

/** The bytes at `index` that belong to one character, and whether they are all of it. */
const sequenceAt = (bytes: Uint8Array, index: number): { length: number; isWhole: boolean } => {
  const first = bytes[index] ?? -1;
  const [, , rest = -1, low = 0, high = 0] =
    SEQUENCES.find(([from, to]) => first >= from && first <= to) ?? [];
  for (let offset = 1; offset <= rest; offset += 1) {
    const byte = bytes[index + offset] ?? -1;
    const [least, most] = offset === 1 ? [low, high] : [0x80, 0xbf];
    if (byte < least || byte > most) {
      return { length: offset, isWhole: false };
    }
  }
  return { length: rest + 1, isWhole: rest >= 0 };
};
