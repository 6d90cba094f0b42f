/** Texts of the C libraries of both programs and of the tools, by the letter that stands for them in the table. */
const CAUSES = [
  ['D', /permission denied|operation not permitted/i],
  ['R', /read-only file system/i],
  ['N', /no such file or directory/i],
  ['B', /resource busy/i],
  ['E', /file exists/i],
  ['L', /symbolic link/i],
  ['T', /not a directory|is a directory|directory not empty/i],
  ['X', /cross-device|cross device/i],
];

/** What the letters mean, for the head of the table. */
export const LEGEND =
  '+ allowed, D permission denied, R read-only, N no such file, B busy, E exists, L link, T type, X other device';

/** One letter for a well-known error of the system, else its code and text; `+` for none. */
export function outcomeOf({ error, message = error?.message }) {
  if (message === undefined) {
    return '+';
  }
  const [letter] = CAUSES.find(([, text]) => text.test(message)) ?? [];
  if (letter !== undefined && error?.code !== -32_602) {
    return letter;
  }
  return error === undefined ? message : `${error.code} ${message}`;
}
