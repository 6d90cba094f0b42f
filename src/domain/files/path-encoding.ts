const LONE_ESCAPE = /[\uDC80-\uDCFF]/;
const ESCAPE_BASE = 0xdc_00;

/**
 * Bytes of a path or name as text. Each byte that is not UTF-8 becomes a lone surrogate U+DC80 to U+DCFF, as
 * in Python's PEP 383 (surrogateescape), so that every name has a text that converts back to the same bytes.
 */
export const decodePath = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes);
  } catch {
    return escapeStrays(bytes);
  }
};

/** The bytes of a path: the inverse of `decodePath`. */
export const encodePath = (text: string): Uint8Array => {
  if (!LONE_ESCAPE.test(text)) {
    return encoder.encode(text);
  }
  return Uint8Array.from(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return isEscape(code) ? [code - ESCAPE_BASE] : [...encoder.encode(character)];
    }).flat(),
  );
};

/** Whether the path is valid UTF-8 on the host. */
export const isUtf8Path = (text: string): boolean =>
  !LONE_ESCAPE.test(text) || Array.from(text).every((c) => !isEscape(c.codePointAt(0) ?? 0));

/**
 * The path for display: bytes that are not UTF-8 become U+FFFD, since JSON readers reject lone surrogates.
 */
export const displayPath = (text: string): string =>
  isUtf8Path(text) ? text : lossy.decode(encodePath(text));

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const isEscape = (code: number): boolean => code >= 0xdc_80 && code <= 0xdc_ff;

const escapeStrays = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    text +=
      length === 0
        ? String.fromCharCode(ESCAPE_BASE + (bytes[at] ?? 0))
        : strict.decode(bytes.subarray(at, at + length));
    at += length || 1;
  }
  return text;
};

/** Length in bytes of the character at `at`; 0: no valid character starts there. */
const characterLength = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return 1;
  }
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    return [...strict.decode(bytes.subarray(at, at + length))].length === 1 ? length : 0;
  } catch {
    return 0;
  }
};
