/** User and password of a URL as `Authorization` takes them; undefined: it has none. */
export const basicCredentials = ({ username, password }: URL): string | undefined =>
  username === '' && password === ''
    ? undefined
    : `Basic ${btoa(`${bytesOf(username)}:${bytesOf(password)}`)}`;

/** The bytes behind a percent-encoded text, one a character. */
const bytesOf = (encoded: string): string =>
  encoded.replace(/%([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
