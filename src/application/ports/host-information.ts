/** What a client needs to know about the host before it starts a process. */
export interface HostDescription {
  /** Login shell of the account that the server runs as. */
  readonly shell: { readonly name: string; readonly path: string };
  /** Opaque; the same after each restart on one host. */
  readonly providerId: string;
  /** Absolute path of the server's working directory; undefined once it has been removed. */
  readonly cwd: string | undefined;
  /** Absolute; undefined where neither `HOME` nor the account database names one. */
  readonly userHomeDir: string | undefined;
  /** The host's own name. */
  readonly hostname: string;
  /** As Node names it: `linux`, `darwin`. */
  readonly platform: string;
  /** Absolute paths in `TMPDIR`, whether or not they exist. */
  readonly temporaryDirectories: readonly string[];
  /** Absolute directory for temporary files; undefined when it is relative to a removed working directory. */
  readonly tempDir: string | undefined;
  /** Absolute paths of directories with programs of the server, which stand before the host's own in `PATH`. */
  readonly toolDirectories: readonly string[];
}

/** Describes the host and the server's own environment. */
export interface HostInformation {
  describe(): HostDescription;
  /** The variables that a process can inherit. */
  environment(): Readonly<Record<string, string>>;
}
