/** A use-case that does what the test says. */
export const scripted = <T extends { execute: (...args: never[]) => unknown }>(
  execute: (...args: Parameters<T['execute']>) => ReturnType<T['execute']>,
): T => ({ execute }) as unknown as T;
