const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that the bytes are in UTF-8, a byte order mark included; undefined when they are none. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
};
