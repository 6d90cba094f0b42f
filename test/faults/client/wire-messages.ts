/** Where output comes from: two pipes, or one terminal. */
export type StreamName = 'stdout' | 'stderr' | 'pty';

/** One numbered event of a process, as a client takes it from the wire. */
export type WireEvent =
  | {
      readonly kind: 'output';
      readonly seq: number;
      readonly stream: StreamName;
      readonly bytes: Buffer;
    }
  | { readonly kind: 'exited'; readonly seq: number; readonly exitCode: number }
  | { readonly kind: 'closed'; readonly seq: number };

/** The result of `process/read`, as far as a recovery needs it. */
export interface ReadPage {
  readonly chunks: readonly {
    readonly seq: number;
    readonly stream: StreamName;
    readonly chunk: string;
  }[];
  readonly nextSeq: number;
  readonly exited: boolean;
  readonly exitCode: number | null;
  readonly closed: boolean;
}

/** The parameters of `process/start` that these tests choose; the rest is the same for all. */
export interface StartSpec {
  readonly argv: readonly string[];
  readonly tty?: boolean;
  readonly pipeStdin?: boolean;
}
