/** Texts in the output of programs that a sandbox stopped, in lower case. */
const DENIAL_PATTERNS = [
  'operation not permitted',
  'permission denied',
  'read-only file system',
  'seccomp',
  'sandbox',
  'landlock',
  'failed to write file',
];

/** 128 + SIGSYS: a seccomp filter rejected a system call. */
const FORBIDDEN_CALL = 159;

/**
 * Whether a sandboxed process probably failed because of its sandbox: a heuristic of the protocol on exit
 * code and output.
 */
export const isLikelySandboxDenial = (exitCode: number, output: readonly Uint8Array[]): boolean => {
  if (exitCode === 0) {
    return false;
  }
  if (exitCode === FORBIDDEN_CALL) {
    return true;
  }
  const text = lowerCaseText(output);
  return DENIAL_PATTERNS.some((sign) => text.includes(sign));
};

/** One text, since a pattern may span two chunks; only its ASCII part matters. */
const lowerCaseText = (chunks: readonly Uint8Array[]): string => {
  const decoder = new TextDecoder('latin1');
  return chunks
    .map((bytes) => decoder.decode(bytes))
    .join('')
    .toLowerCase();
};
