/** Number and text of an operating-system error (musl's texts; docs/protocol.md appendix A). */
export interface OsError {
  readonly number: number;
  readonly text: string;
}

/** The errors that clients may receive, by `errno` name. */
export const OS_ERRORS: Readonly<Record<string, OsError>> = {
  EPERM: { number: 1, text: 'Operation not permitted' },
  ENOENT: { number: 2, text: 'No such file or directory' },
  EINTR: { number: 4, text: 'Interrupted system call' },
  EIO: { number: 5, text: 'I/O error' },
  ENXIO: { number: 6, text: 'No such device or address' },
  E2BIG: { number: 7, text: 'Argument list too long' },
  ENOEXEC: { number: 8, text: 'Exec format error' },
  EBADF: { number: 9, text: 'Bad file descriptor' },
  EAGAIN: { number: 11, text: 'Resource temporarily unavailable' },
  ENOMEM: { number: 12, text: 'Out of memory' },
  EACCES: { number: 13, text: 'Permission denied' },
  EBUSY: { number: 16, text: 'Resource busy' },
  EEXIST: { number: 17, text: 'File exists' },
  EXDEV: { number: 18, text: 'Cross-device link' },
  ENODEV: { number: 19, text: 'No such device' },
  ENOTDIR: { number: 20, text: 'Not a directory' },
  EISDIR: { number: 21, text: 'Is a directory' },
  EINVAL: { number: 22, text: 'Invalid argument' },
  ENFILE: { number: 23, text: 'Too many open files in system' },
  EMFILE: { number: 24, text: 'No file descriptors available' },
  ENOTTY: { number: 25, text: 'Not a tty' },
  ETXTBSY: { number: 26, text: 'Text file busy' },
  EFBIG: { number: 27, text: 'File too large' },
  ENOSPC: { number: 28, text: 'No space left on device' },
  ESPIPE: { number: 29, text: 'Invalid seek' },
  EROFS: { number: 30, text: 'Read-only file system' },
  EMLINK: { number: 31, text: 'Too many links' },
  EPIPE: { number: 32, text: 'Broken pipe' },
  ENAMETOOLONG: { number: 36, text: 'Filename too long' },
  ENOSYS: { number: 38, text: 'Function not implemented' },
  ENOTEMPTY: { number: 39, text: 'Directory not empty' },
  ELOOP: { number: 40, text: 'Symbolic link loop' },
  EOVERFLOW: { number: 75, text: 'Value too large for data type' },
  ENOTSUP: { number: 95, text: 'Not supported' },
  EADDRINUSE: { number: 98, text: 'Address in use' },
  EADDRNOTAVAIL: { number: 99, text: 'Address not available' },
  ETIMEDOUT: { number: 110, text: 'Operation timed out' },
  ESTALE: { number: 116, text: 'Stale file handle' },
  EDQUOT: { number: 122, text: 'Quota exceeded' },
};

/** `TEXT (os error N)` for an `errno` name; the name itself when it is not in the table. */
export const describeOsError = (name: string): string => {
  const known = OS_ERRORS[name];
  return known === undefined ? name : `${known.text} (os error ${known.number})`;
};
