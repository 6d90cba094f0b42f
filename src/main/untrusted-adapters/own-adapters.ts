/** A mark on objects that this module made, which is never taken away: servers of one process can share it. */
const own = new WeakSet<object>();

/** Remembers an adapter that belongs to the server: whichever it does not know is one of an embedder. */
export const ownAdapter = <T extends object>(adapter: T): T => {
  own.add(adapter);
  return adapter;
};

export const isOwnAdapter = (adapter: object): boolean => own.has(adapter);
