/** What a client needs to know of the host before it starts a process there. */
export interface HostDescription {
  /** Login shell of the account that the server runs under. */
  readonly shell: { readonly name: string; readonly path: string };
  /** Opaque; the same on every start on one host. */
  readonly providerId: string;
  /** Absolute path of the server's working directory; undefined once it has been removed. */
  readonly cwd: string | undefined;
  /** Absolute; undefined where neither `HOME` nor the account names one. */
  readonly userHomeDir: string | undefined;
  /** What the host calls itself. */
  readonly hostname: string;
  /** As Node names it: `linux`, `darwin`. */
  readonly platform: string;
  /** What `TMPDIR` names, as absolute paths, whether or not it exists. */
  readonly temporaryDirectories: readonly string[];
  /** Where temporary files go, absolute; undefined when it is relative to a removed working directory. */
  readonly tempDir: string | undefined;
}

/** Tells of the host and of the server's own environment. */
export interface HostInformation {
  describe(): HostDescription;
  /** The variables that a process may inherit. */
  environment(): Readonly<Record<string, string>>;
}
