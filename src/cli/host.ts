/** A standard input, on a terminal or not. */
export type InputTerminal = NodeJS.ReadStream & { readonly fd: number };

/** A standard output, on a terminal or not. */
export type OutputTerminal = NodeJS.WriteStream & { readonly fd: number };

/** What a command has of its process: a test hands in another. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: InputTerminal;
  readonly stdout: OutputTerminal;
  readonly stderr: OutputTerminal;
  /** The effective user. */
  readonly uid: number;
  /** @throws {CliError} when the working directory was removed */
  readonly cwd: () => string;
}
