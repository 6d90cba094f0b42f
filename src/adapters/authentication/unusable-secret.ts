/** A file that is no secret to rely on; the message says why, and nothing of its content. */
export class UnusableSecret extends Error {}
