/** Marks the objects that this module created; never unmarked, so servers of one process can share it. */
const own = new WeakSet<object>();

/** Marks an adapter as the server's own; any other one is an embedder's. */
export const ownAdapter = <T extends object>(adapter: T): T => {
  own.add(adapter);
  return adapter;
};

export const isOwnAdapter = (adapter: object): boolean => own.has(adapter);
