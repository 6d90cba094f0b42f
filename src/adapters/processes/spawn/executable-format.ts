import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

const HEAD_BYTES = 4096;
const ELF = Buffer.from('\x7fELF\x02\x01', 'latin1');
const PT_INTERP = 3;
const ELF_CLASS_32 = 1;
const ELF_HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
/** ET_EXEC and ET_DYN. */
const LOADABLE_TYPES = [2, 3];
/** `e_machine` by the name that Node has for the architecture, for those of 64 bits in little endian. */
const MACHINES: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };

/** How the kernel would run a file. */
export type ExecutableFormat =
  /** A `#!` script; the interpreter as its first line names it. */
  | { readonly kind: 'script'; readonly interpreter: string }
  /** A binary; the loader it asks for, undefined when it is static or not looked into. */
  | { readonly kind: 'binary'; readonly loader: string | undefined }
  /** `execve` would fail, and the C library would pass the file to `/bin/sh`. */
  | { readonly kind: 'none' };

/** Reads a file's header. What is unreadable or unknown counts as a binary. */
export const executableFormat = (path: string): ExecutableFormat => {
  const head = readHead(path);
  if (head === undefined || process.platform !== 'linux') {
    return { kind: 'binary', loader: undefined };
  }
  if (head.toString('latin1', 0, 2) === '#!') {
    const line = head.toString('utf8', 2).split('\n', 1)[0] ?? '';
    const interpreter = /[^ \t]+/.exec(line)?.[0];
    return interpreter === undefined ? { kind: 'none' } : { kind: 'script', interpreter };
  }
  if (head.toString('latin1', 0, 4) === '\x7fELF' && isLoadable(head)) {
    return { kind: 'binary', loader: elfLoader(head) };
  }
  return hasExtraFormats() ? { kind: 'binary', loader: undefined } : { kind: 'none' };
};

const readHead = (path: string): Buffer | undefined => {
  try {
    const fd = openSync(path, 'r');
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      return head.subarray(0, readSync(fd, head));
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
};

/**
 * Whether the kernel would load an ELF file of this machine: the checks of `load_elf_binary` up to the program
 * headers. Files of 32 bits are not looked into.
 */
const isLoadable = (head: Buffer): boolean => {
  const machine = MACHINES[process.arch];
  if (machine === undefined || head[4] === ELF_CLASS_32) {
    return true;
  }
  return (
    head.length >= ELF_HEADER_BYTES &&
    LOADABLE_TYPES.includes(head.readUInt16LE(16)) &&
    head.readUInt16LE(18) === machine &&
    head.readUInt16LE(54) === PROGRAM_HEADER_BYTES &&
    head.readUInt16LE(56) > 0
  );
};

/** The loader of a 64-bit little-endian ELF file, when its header contains it. */
const elfLoader = (head: Buffer): string | undefined => {
  if (!head.subarray(0, ELF.length).equals(ELF) || head.length < ELF_HEADER_BYTES) {
    return undefined;
  }
  const table = Number(head.readBigUInt64LE(32));
  const size = head.readUInt16LE(54);
  for (let index = 0; index < head.readUInt16LE(56); index++) {
    const entry = table + index * size;
    if (entry + 40 > head.length) {
      return undefined;
    }
    if (head.readUInt32LE(entry) === PT_INTERP) {
      const start = Number(head.readBigUInt64LE(entry + 8));
      const end = start + Number(head.readBigUInt64LE(entry + 32)) - 1;
      return end <= head.length ? head.toString('utf8', start, end) : undefined;
    }
  }
  return undefined;
};

/** Whether binfmt_misc has handlers for other formats, such as those of other machines. */
const hasExtraFormats = (): boolean => {
  try {
    return readdirSync('/proc/sys/fs/binfmt_misc').some(
      (name) => name !== 'register' && name !== 'status',
    );
  } catch {
    return false;
  }
};
