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
