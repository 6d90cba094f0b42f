/** Parameters of `environmentConfig/read`. `cwd` is a `file:` URI; paths are keys, outermost first. */
export interface EnvironmentConfigReadParams {
  cwd: string;
  configPaths: string[][];
  requirementsPaths: string[][];
}

/** Result of `environmentConfig/read`. Directories are `file:` URIs. */
export interface EnvironmentConfigReadResult {
  /** `null` where the user of the server has no home. */
  userHomeDir: string | null;
  codexHomeDir: string;
  hostname: string;
  config: ConfigLayerStack;
  requirements: ConfigLayerStack;
}

/** Layers, the weakest first. */
export interface ConfigLayerStack {
  layers: ConfigLayer[];
  /** Before which layer those of a cloud belong. */
  cloudInsertionIndex: number;
}

/** What one file says under the paths asked for. */
export interface ConfigLayer {
  source: string;
  baseDir: string;
  toml: string;
}
