/** Tells when something changes in the file system. */
export interface PathWatcher {
  /**
   * Resolves, once it watches, with what ends the watch; `onChange` is called once, when one of `missing`
   * or of its missing parents appears, or `present` is removed or modified. Resolves with undefined, and
   * watches nothing, when one of `missing` is there already or `present` is not.
   */
  watch(paths: WatchedPaths, onChange: () => void): Promise<(() => void) | undefined>;
}

export interface WatchedPaths {
  readonly missing: readonly string[];
  readonly present: string | undefined;
}
