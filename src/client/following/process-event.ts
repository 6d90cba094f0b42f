import type { OutputChunk } from '../../protocol/process.js';

/** How a process ended. */
export interface ProcessExit {
  /** 128 plus the number of the signal, after a signal. */
  readonly exitCode: number;
  /** Name of the signal that ended it; undefined: none, or the server does not tell. */
  readonly signal: string | undefined;
  /** Something that the sandbox denied may be why it failed. */
  readonly sandboxDenied: boolean;
}

/** One numbered event of a process. */
export type ProcessEvent =
  | {
      readonly kind: 'output';
      readonly seq: number;
      readonly stream: OutputChunk['stream'];
      readonly bytes: Buffer;
    }
  | { readonly kind: 'exited'; readonly seq: number; readonly exit: ProcessExit }
  | { readonly kind: 'closed'; readonly seq: number };
