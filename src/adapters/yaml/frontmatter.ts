import { collapseWhitespace } from '../../domain/capabilities/text.js';

/** The lines between the first two `---` fences; undefined when there are none. */
export const frontmatterOf = (document: string): string | undefined => {
  const lines = document.split('\n').map((line) => line.replace(/\r$/, ''));
  if (!isFence(lines[0])) {
    return undefined;
  }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line));
  return end > 1 ? lines.slice(1, end).join('\n') : undefined;
};

/** `trim` would also remove a byte order mark, which is not white space here. */
const isFence = (line = ''): boolean => collapseWhitespace(line) === '---';
