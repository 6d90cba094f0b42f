/** Params of `fs/missingChanged`. */
export interface FsMissingChangedParams {
  watchId: number;
}
