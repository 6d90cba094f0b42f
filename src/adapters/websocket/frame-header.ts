/** What the header of a frame is made of (RFC 6455 section 5.2). First byte: */
export const FIN = 0x80;
/** FIN and the opcode of a text frame. */
export const FIN_TEXT = 0x81;
/** Set in the opcodes of control frames, which may come between the frames of a message. */
export const CONTROL = 0x08;

/** Second byte: a mask of four bytes ends the header. */
export const MASKED = 0x80;
export const MASK_BYTES = 4;
/** In place of the payload length, which follows. */
export const LENGTH_IS_16_BIT = 126;
export const LENGTH_IS_64_BIT = 127;
