/** The `errno` name of a system error, such as `ENOENT`; undefined for other errors. */
export const errnoOf = (error: unknown): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
};
