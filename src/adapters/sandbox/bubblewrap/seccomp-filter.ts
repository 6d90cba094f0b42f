import { ALWAYS_FORBIDDEN, NETWORK, type SystemCalls } from './system-calls.js';

/** Offsets in `struct seccomp_data`; of an argument, its lower 32 bits. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + index * 8;

const ALLOW = 0x7f_ff_00_00;
const KILL = 0x80_00_00_00;
const FAIL = 0x00_05_00_00;
const EPERM = 1;
const ENOSYS = 38;

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_VSOCK = 40;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_SEQPACKET = 5;
const SOCK_TYPE = 0xf;
const CLONE_NEWUSER = 0x10_00_00_00;
/** Inserts characters into a terminal's input queue. */
const TIOCSTI = 0x54_12;
const TIOCLINUX = 0x54_1c;

const INSTRUCTION_BYTES = 8;

/** A classic BPF instruction: opcode, relative jumps and constant. */
type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, constant: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const and = (mask: number): Instruction => [0x54, 0, 0, mask];
const ret = (verdict: number): Instruction => [0x06, 0, 0, verdict];
const whenEqual = (value: number, then: number, otherwise: number): Instruction => [
  0x15,
  then,
  otherwise,
  value,
];
const whenAtLeast = (value: number, then: number, otherwise: number): Instruction => [
  0x35,
  then,
  otherwise,
  value,
];
const whenAnyBit = (mask: number, then: number, otherwise: number): Instruction => [
  0x45,
  then,
  otherwise,
  mask,
];

/**
 * Which sockets a process may use: `restricted`, none to others; `enabled`, all; `managed`, TCP and UDP, for a network
 * namespace of its own; `managed-unix`, and Unix sockets.
 */
export type Sockets = 'restricted' | 'enabled' | 'managed' | 'managed-unix';

/**
 * Builds a seccomp filter, which child processes inherit. It forbids what mounts do not restrict: new user
 * namespaces, mounts, io_uring, keys and, where the network is restricted, all sockets but socket pairs and
 * unconnected Unix streams. A forbidden call fails with EPERM; a call for another architecture kills the process.
 */
export const seccompFilter = (calls: SystemCalls, network: Sockets): Buffer => {
  const { numbers, architecture, foreignAbiFrom } = calls;
  const fails = ret(FAIL | EPERM);
  const always = (number: number, verdict = fails): Instruction[] => [
    whenEqual(number, 0, 1),
    verdict,
  ];
  const when = (number: number, body: readonly Instruction[]): Instruction[] => [
    whenEqual(number, 0, body.length),
    ...body,
  ];
  return assemble([
    load(ARCHITECTURE),
    whenEqual(architecture, 1, 0),
    ret(KILL),
    load(NUMBER),
    ...(foreignAbiFrom === undefined ? [] : [whenAtLeast(foreignAbiFrom, 0, 1), fails]),
    ...ALWAYS_FORBIDDEN.flatMap((name) => always(numbers[name])),
    ...(network === 'restricted' ? NETWORK.flatMap((name) => always(numbers[name])) : []),
    // Its flags are in memory, which a filter cannot read. After ENOSYS, the C library falls back to `clone`.
    ...always(numbers.clone3, ret(FAIL | ENOSYS)),
    ...when(numbers.socket, SOCKET[network]),
    ...when(numbers.socketpair, SOCKET_PAIR[network]),
    ...when(numbers.clone, NO_NEW_USER),
    ...when(numbers.unshare, NO_NEW_USER),
    ...when(numbers.ioctl, NO_TERMINAL_INPUT),
    ret(ALLOW),
  ]);
};

/** Unix streams only, whose `connect` fails. A datagram socket could send to any address without it. */
const LOCAL_STREAMS_ONLY: readonly Instruction[] = [
  load(argument(0)),
  whenEqual(AF_UNIX, 0, 4),
  load(argument(1)),
  and(SOCK_TYPE),
  whenEqual(SOCK_STREAM, 2, 0),
  whenEqual(SOCK_SEQPACKET, 1, 0),
  ret(FAIL | EPERM),
  ret(ALLOW),
];

const NO_VSOCK: readonly Instruction[] = [
  load(argument(0)),
  whenEqual(AF_VSOCK, 0, 1),
  ret(FAIL | EPERM),
  ret(ALLOW),
];

/** No raw sockets, no netlink. */
const INTERNET_ONLY: readonly Instruction[] = [
  load(argument(0)),
  whenEqual(AF_INET, 1, 0),
  whenEqual(AF_INET6, 0, 4),
  load(argument(1)),
  and(SOCK_TYPE),
  whenEqual(SOCK_STREAM, 2, 0),
  whenEqual(SOCK_DGRAM, 1, 0),
  ret(FAIL | EPERM),
  ret(ALLOW),
];

const INTERNET_AND_UNIX: readonly Instruction[] = [
  load(argument(0)),
  whenEqual(AF_UNIX, 0, 1),
  ret(ALLOW),
  ...INTERNET_ONLY,
];

const SOCKET: Readonly<Record<Sockets, readonly Instruction[]>> = {
  restricted: LOCAL_STREAMS_ONLY,
  enabled: NO_VSOCK,
  managed: INTERNET_ONLY,
  'managed-unix': INTERNET_AND_UNIX,
};

const SOCKET_PAIR: Readonly<Record<Sockets, readonly Instruction[]>> = {
  ...SOCKET,
  managed: LOCAL_STREAMS_ONLY,
};

const NO_NEW_USER: readonly Instruction[] = [
  load(argument(0)),
  whenAnyBit(CLONE_NEWUSER, 0, 1),
  ret(FAIL | EPERM),
  ret(ALLOW),
];

const NO_TERMINAL_INPUT: readonly Instruction[] = [
  load(argument(1)),
  whenEqual(TIOCSTI, 1, 0),
  whenEqual(TIOCLINUX, 0, 1),
  ret(FAIL | EPERM),
  ret(ALLOW),
];

const assemble = (instructions: readonly Instruction[]): Buffer => {
  const bytes = Buffer.alloc(instructions.length * INSTRUCTION_BYTES);
  instructions.forEach(([code, whenTrue, whenFalse, constant], index) => {
    const at = index * INSTRUCTION_BYTES;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(whenTrue, at + 2);
    bytes.writeUInt8(whenFalse, at + 3);
    bytes.writeUInt32LE(constant >>> 0, at + 4);
  });
  return bytes;
};
