/**
 * Quotes unquoted prose in the lines of a frontmatter, such as `description: for AWS: ECS`, which is common
 * but not valid YAML. Undefined when there is no such line.
 *
 * @param isValid tells whether a text is valid YAML.
 */
export const repairFrontmatter = async (
  frontmatter: string,
  isValid: (text: string) => Promise<boolean>,
): Promise<string | undefined> => {
  const lines: string[] = [];
  let blockIndent: number | undefined;
  let isRepaired = false;
  for (const line of frontmatter.split('\n')) {
    const indent = line.length - line.replace(/^ +/, '').length;
    if (blockIndent !== undefined && (line.trim() === '' || indent > blockIndent)) {
      lines.push(line);
      continue;
    }
    const field = readLine(line);
    blockIndent = field !== undefined && /^[|>]/.test(field.value) ? indent : undefined;
    if (field !== undefined && (await needsQuoting(field.value, isValid))) {
      lines.push(`${field.start}'${field.value.replaceAll("'", "''")}'${field.comment}`);
      isRepaired = true;
    } else {
      lines.push(line);
    }
  }
  return isRepaired ? lines.join('\n') : undefined;
};

interface Line {
  /** The key, the colon and the following space. */
  readonly start: string;
  readonly value: string;
  /** Including the space before it. */
  readonly comment: string;
}

const readLine = (line: string): Line | undefined => {
  const colon = line.indexOf(':');
  const rest = line.slice(colon + 1);
  if (colon === -1 || line.slice(0, colon).trim() === '' || /^\S/.test(rest)) {
    return undefined;
  }
  const start = line.slice(0, line.length - rest.trimStart().length);
  const content = line.slice(start.length);
  const hash = content.search(/(?<!\S)#/);
  const value = content.slice(0, hash === -1 ? undefined : hash).trimEnd();
  return { start, value, comment: content.slice(value.length).trimEnd() };
};

const needsQuoting = async (
  value: string,
  isValid: (text: string) => Promise<boolean>,
): Promise<boolean> => {
  if (/^['"|>]/.test(value)) {
    return false;
  }
  if (/:\s/.test(value)) {
    return true;
  }
  return /^[[{@`]/.test(value) && !(await isValid(value));
};
