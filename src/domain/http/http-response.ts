/** What comes before the body of a response. */
export interface IncomingHead {
  readonly status: number;
  /** In order, names in lower case, repeated ones apart. */
  readonly headers: readonly IncomingHeader[];
}

export interface IncomingHeader {
  readonly name: string;
  readonly value: string;
}
