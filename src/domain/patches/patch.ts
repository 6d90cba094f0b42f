/** What a patch does to one file. */
export type FilePatch =
  | { readonly kind: 'add'; readonly path: string; readonly content: string }
  | { readonly kind: 'delete'; readonly path: string }
  | {
      readonly kind: 'update';
      readonly path: string;
      /** Where the file is moved to. */
      readonly target: string | undefined;
      readonly chunks: readonly Chunk[];
    };

/** A run of lines of a file, and what becomes of them. */
export interface Chunk {
  /** A line behind which the chunk is, from the header `@@ LINE`. */
  readonly header: string | undefined;
  readonly lines: readonly ChunkLine[];
  /** Whether the lines are the last of the file. */
  readonly isAtEnd: boolean;
}

export interface ChunkLine {
  readonly kind: 'context' | 'removed' | 'added';
  readonly text: string;
}

/** A patch that is not well-formed, or cannot be applied; the message is for the author of the patch. */
export class PatchFailed extends Error {}
