/** The `errno` name of an error of Node, or of one of execa around it. */
export const errorCode = (error: unknown): string | undefined => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (cause !== undefined) {
    return errorCode(cause);
  }
  return typeof code === 'string' ? code : undefined;
};
