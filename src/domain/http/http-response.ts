/** Status and headers of a response. */
export interface ResponseHead {
  readonly status: number;
  /** In order, names in lower case, repeated headers separate. */
  readonly headers: readonly HttpHeader[];
}

export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}
