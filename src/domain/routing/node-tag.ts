/** Lower-case UUID v4: 32 hexadecimal digits, the last eight of which may be the tag of a node. */
const SESSION_ID =
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{4}([0-9a-f]{8})$/;
const TAG_DIGITS = 8;

const FNV_OFFSET = 0x81_1c_9d_c5;
const FNV_PRIME = 0x01_00_01_93;

/**
 * The tag of a node: 32 bits of its name as eight hexadecimal digits. Session ids end with it, so every gateway finds the owner
 * of a session without asking. It is no secret, and the other 90 bits of the id are random.
 */
export const tagOf = (nodeName: string): string => {
  let hash = FNV_OFFSET;
  for (const character of nodeName) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
  }
  return (spread(hash) >>> 0).toString(16).padStart(TAG_DIGITS, '0');
};

/** A session id of the node with this tag, made of a random UUID v4. */
export const taggedSessionId = (uuid: string, tag: string): string =>
  uuid.slice(0, -TAG_DIGITS) + tag;

/** The tag in a session id; undefined for a text that no node issues. An id of a node without a name has random digits there. */
export const tagIn = (sessionId: string): string | undefined => SESSION_ID.exec(sessionId)?.[1];

/** Every bit of the result depends on every bit of `hash` (the finalizer of MurmurHash3): FNV alone leaves similar names near. */
const spread = (hash: number): number => {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
  return mixed ^ (mixed >>> 16);
};
