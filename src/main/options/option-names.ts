/** The environment variable that stands for a flag. */
export const variableOf = (flag: string): string =>
  `EXEC_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`;

/** The name under which commander keeps the value of a flag. */
export const camelCase = (flag: string): string =>
  flag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
