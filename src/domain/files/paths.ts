/** Resolves `.`, `..` and repeated slashes lexically. */
export const normalizePath = (path: string): string => {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      kept.pop();
    } else if (part !== '' && part !== '.') {
      kept.push(part);
    }
  }
  return `/${kept.join('/')}`;
};

/** An absolute path and the directories above it, nearest first; it ends at `/` or after `most` of them. */
export const ancestors = (path: string, max: number): readonly string[] => {
  const found: string[] = [];
  for (let at = path; found.length < max; at = parent(at)) {
    found.push(at);
    if (at === '/') {
      break;
    }
  }
  return found;
};

const parent = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

/** The path of an entry of a directory; `name` may be a relative path. */
export const joinPath = (directory: string, name: string): string =>
  directory === '/' ? `/${name}` : `${directory}/${name}`;
