/** The files that a patch is applied to. No method throws. */
export interface PatchFiles {
  /** The absolute path, without `.` and `..`; undefined: the system has no such path. */
  resolve(path: string): string | undefined;
  /** The content of a file, or why it cannot be read. */
  read(path: string): { readonly content: string } | { readonly fault: string };
  /** Replaces the content of a file, whose mode stays, or creates it. `missing`: so is its directory. */
  write(path: string, content: string): 'written' | 'missing' | 'failed';
  /** Creates the directory that the path is in, with those above it. */
  createDirectories(path: string): boolean;
  /** Removes a file or a link to one; anything else stays, also a link that leads nowhere. */
  remove(path: string): boolean;
  /** Whether both paths lead to the same file. */
  isSame(path: string, other: string): boolean;
  /** The system's name, as Node has it. */
  readonly platform: string;
}
