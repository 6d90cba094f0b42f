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
