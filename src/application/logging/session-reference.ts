/** Enough of a session id to follow it through a log, too little to resume it with. */
export const shortSessionId = (sessionId: string): string => `${sessionId.slice(0, 8)}…`;
