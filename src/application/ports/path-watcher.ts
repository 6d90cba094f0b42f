/** Watches paths for changes. */
export interface PathWatcher {
  /**
   * Resolves, once the watch is active, with a function that stops it. `onChange` is called once: when one of
   * `missing` or of its missing parents appears, or when `present` is removed or modified. Resolves with
   * undefined, without a watch, when one of `missing` exists already or `present` does not.
   */
  watch(paths: WatchedPaths, onChange: () => void): Promise<(() => void) | undefined>;
}

export interface WatchedPaths {
  readonly missing: readonly string[];
  readonly present: string | undefined;
}
