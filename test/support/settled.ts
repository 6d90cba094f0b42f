/** Resolves once every promise that could settle without outside help has done so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
