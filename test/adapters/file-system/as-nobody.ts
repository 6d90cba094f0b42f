const NOBODY = 65_534;

/** Runs what may not do what root may; for tests that run as root. */
export const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
};
