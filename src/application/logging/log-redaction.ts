/**
 * The class and stack frames of an unexpected error, for the log. Not its message, which may repeat what a
 * client sent: a command line, a variable, a token.
 */
export const redactError = (error: unknown): string => {
  try {
    return describe(error);
  } catch {
    // Anything can be thrown, including an object whose getters throw.
    return 'a value that cannot be inspected';
  }
};

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) {
    return typeof error;
  }
  const { code } = error as { code?: unknown };
  const kind = typeof code === 'string' ? `${error.name} ${code}` : error.name;
  // The stack starts with the message, whose own lines may look like frames.
  const frames = (error.stack ?? '').replace(error.message, '').split('\n').filter(isFrame);
  return [kind, ...frames].join('\n');
};

const isFrame = (line: string): boolean => line.startsWith('    at ');

/** The first eight digits of a session id: enough to follow it in a log, too few to resume it. */
export const shortSessionId = (sessionId: string): string => `${sessionId.slice(0, 8)}…`;
