/** The system call numbers of a processor architecture. */
export interface SystemCalls {
  /** `AUDIT_ARCH_…` of <linux/audit.h>. */
  readonly architecture: number;
  /** Numbers from here on belong to another ABI (x32); undefined: there is none. */
  readonly foreignAbiFrom: number | undefined;
  readonly numbers: Readonly<Record<SystemCall, number>>;
}

export type SystemCall = (typeof ALWAYS_FORBIDDEN)[number] | (typeof NETWORK)[number] | Inspected;

/** Calls that the filter allows or forbids by their arguments. */
type Inspected = 'socket' | 'socketpair' | 'clone' | 'unshare' | 'ioctl' | 'clone3';

/** Calls that bypass a sandbox, or reach parts of the kernel that have no namespaces. */
export const ALWAYS_FORBIDDEN = [
  'mount',
  'umount2',
  'pivot_root',
  'open_tree',
  'move_mount',
  'fsopen',
  'fsmount',
  'fspick',
  'mount_setattr',
  'setns',
  'bpf',
  'perf_event_open',
  'userfaultfd',
  'add_key',
  'request_key',
  'keyctl',
  'io_uring_setup',
  'io_uring_enter',
  'io_uring_register',
] as const;

/** Calls that are forbidden only where the network is restricted, the same as upstream's. */
export const NETWORK = [
  'connect',
  'accept',
  'accept4',
  'sendto',
  'shutdown',
  'bind',
  'listen',
  'getsockname',
  'getpeername',
  'setsockopt',
  'getsockopt',
  'recvmmsg',
  'sendmmsg',
  'ptrace',
  'process_vm_readv',
  'process_vm_writev',
] as const;

/** The same on every architecture, as are all newer calls. */
const COMMON = {
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsmount: 432,
  fspick: 433,
  clone3: 435,
  mount_setattr: 442,
} as const;

const X64: SystemCalls = {
  architecture: 0xc0_00_00_3e,
  foreignAbiFrom: 0x40_00_00_00,
  numbers: {
    ...COMMON,
    ioctl: 16,
    socket: 41,
    connect: 42,
    accept: 43,
    sendto: 44,
    shutdown: 48,
    bind: 49,
    listen: 50,
    getsockname: 51,
    getpeername: 52,
    socketpair: 53,
    setsockopt: 54,
    getsockopt: 55,
    clone: 56,
    ptrace: 101,
    pivot_root: 155,
    mount: 165,
    umount2: 166,
    add_key: 248,
    request_key: 249,
    keyctl: 250,
    unshare: 272,
    accept4: 288,
    perf_event_open: 298,
    recvmmsg: 299,
    sendmmsg: 307,
    setns: 308,
    process_vm_readv: 310,
    process_vm_writev: 311,
    bpf: 321,
    userfaultfd: 323,
  },
};

const ARM64: SystemCalls = {
  architecture: 0xc0_00_00_b7,
  foreignAbiFrom: undefined,
  numbers: {
    ...COMMON,
    ioctl: 29,
    umount2: 39,
    mount: 40,
    pivot_root: 41,
    unshare: 97,
    ptrace: 117,
    socket: 198,
    socketpair: 199,
    bind: 200,
    listen: 201,
    accept: 202,
    connect: 203,
    getsockname: 204,
    getpeername: 205,
    sendto: 206,
    setsockopt: 208,
    getsockopt: 209,
    shutdown: 210,
    add_key: 217,
    request_key: 218,
    keyctl: 219,
    clone: 220,
    perf_event_open: 241,
    accept4: 242,
    recvmmsg: 243,
    setns: 268,
    sendmmsg: 269,
    process_vm_readv: 270,
    process_vm_writev: 271,
    bpf: 280,
    userfaultfd: 282,
  },
};

/** By `process.arch`. */
export const SYSTEM_CALLS: Readonly<Partial<Record<string, SystemCalls>>> = {
  x64: X64,
  arm64: ARM64,
};
