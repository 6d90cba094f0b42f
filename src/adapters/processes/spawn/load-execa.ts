/** Loads execa when it is first needed: that takes as long as a quarter of the daemon's own start. */
export const loadExeca = async (): Promise<typeof import('execa')['execa']> =>
  (await import('execa')).execa;
