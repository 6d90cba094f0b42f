/** A notification of the server. */
export interface ServerEvent {
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the method; tests pick what they look at
  readonly params: any;
}
