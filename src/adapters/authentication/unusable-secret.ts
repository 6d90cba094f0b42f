/** A file is not usable as a secret; the message says why, without its content. */
export class UnusableSecret extends Error {}
