/** What programs say when a sandbox stopped them, in lower case. */
const DENIAL_PATTERNS = [
  'operation not permitted',
  'permission denied',
  'read-only file system',
  'seccomp',
  'sandbox',
  'landlock',
  'failed to write file',
];

/** 128 + SIGSYS: the program made a system call that a filter forbids. */
const FORBIDDEN_CALL = 159;

/**
 * Whether a sandboxed process probably failed for its sandbox: a guess from its exit code and output, as
 * the protocol has it.
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

/** One text of all, since a sign may lie across two chunks; only its ASCII part matters. */
const lowerCaseText = (chunks: readonly Uint8Array[]): string => {
  const decoder = new TextDecoder('latin1');
  return chunks
    .map((bytes) => decoder.decode(bytes))
    .join('')
    .toLowerCase();
};
