/** The `errno` name of an error of the system, such as `ENOENT`; undefined when it is none. */
export const errnoOf = (error: unknown): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
};
