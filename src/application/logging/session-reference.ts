/** The first eight digits of a session id: enough to follow it in a log, too few to resume it. */
export const shortSessionId = (sessionId: string): string => `${sessionId.slice(0, 8)}…`;
