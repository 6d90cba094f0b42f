/**
 * An unexpected error as the log may show it: its kind and where it came from. Not its message, which
 * may repeat what a client sent: a command line, a variable, a token.
 */
export const redactError = (error: unknown): string => {
  try {
    return describe(error);
  } catch {
    // Anything can be thrown, also what throws when it is looked at.
    return 'something that cannot be described';
  }
};

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) {
    return typeof error;
  }
  const { code } = error as { code?: unknown };
  const kind = typeof code === 'string' ? `${error.name} ${code}` : error.name;
  // The message comes first in the stack, and may itself have lines that look like the others.
  const frames = (error.stack ?? '').replace(error.message, '').split('\n').filter(isFrame);
  return [kind, ...frames].join('\n');
};

const isFrame = (line: string): boolean => line.startsWith('    at ');
