/** What comes before the body of a response. */
export interface ResponseHead {
  readonly status: number;
  /** In order, names in lower case, repeated ones apart. */
  readonly headers: readonly HttpHeader[];
}

export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}
