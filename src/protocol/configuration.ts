/**
 * Parameters of `environmentConfig/read`. `cwd` is a `file:` URI; a path is a list of keys, outermost first.
 */
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

/** Configuration layers, lowest precedence first. */
export interface ConfigLayerStack {
  layers: ConfigLayer[];
  /** Index of the layer before which cloud layers are inserted. */
  cloudInsertionIndex: number;
}

/** The selected part of one file. */
export interface ConfigLayer {
  source: string;
  baseDir: string;
  toml: string;
}
