/** The `Authorization` header for the user and password of a URL; undefined when it has none. */
export const basicCredentials = ({ username, password }: URL): string | undefined =>
  username === '' && password === ''
    ? undefined
    : `Basic ${btoa(`${bytesOf(username)}:${bytesOf(password)}`)}`;

/** The bytes of a percent-encoded text, one per UTF-16 code unit. */
const bytesOf = (encoded: string): string =>
  encoded.replace(/%([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
