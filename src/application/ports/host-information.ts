/** What a client needs to know of the host before it starts a process there. */
export interface HostDescription {
  /** Login shell of the account that the server runs under. */
  readonly shell: { readonly name: string; readonly path: string };
  /** Opaque; the same on every start on one host. */
  readonly providerId: string;
  /** Absolute path of the server's working directory. */
  readonly cwd: string;
  readonly userHomeDir: string;
  /** What the host calls itself. */
  readonly hostname: string;
  /** As Node names it: `linux`, `darwin`. */
  readonly platform: string;
  /** The value of `TMPDIR`, when it is set. */
  readonly temporaryDirectory: string | undefined;
}

/** Tells of the host and of the server's own environment. */
export interface HostInformation {
  describe(): HostDescription;
  /** The variables that a process may inherit. */
  environment(): Readonly<Record<string, string>>;
}
