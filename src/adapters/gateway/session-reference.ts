/**
 * The session that an `initialize` resumes or observes. Undefined: it opens one, or the message is none that a gateway
 * understands, which the node answers.
 */
export const sessionReference = (message: Buffer): string | undefined => {
  const { params } = recordOf(parse(message));
  if (Array.isArray(params)) {
    return textOf(params[1]);
  }
  const { resumeSessionId, extensions } = recordOf(params);
  // A node prefers it too.
  return textOf(recordOf(extensions).observeSessionId) ?? textOf(resumeSessionId);
};

const parse = (message: Buffer): unknown => {
  try {
    return JSON.parse(message.toString('utf8'));
  } catch {
    return undefined;
  }
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
