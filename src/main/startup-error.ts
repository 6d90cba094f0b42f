/** The server cannot start as configured: the message is one line that says what to change. */
export class StartupError extends Error {}
