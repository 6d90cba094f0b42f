const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The command as it is typed into a shell. */
export const quoteCommand = (command: readonly string[]): string =>
  command.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
