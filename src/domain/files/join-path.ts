/** The path of an entry of a directory; `name` may be a relative path. */
export const joinPath = (directory: string, name: string): string =>
  directory === '/' ? `/${name}` : `${directory}/${name}`;
