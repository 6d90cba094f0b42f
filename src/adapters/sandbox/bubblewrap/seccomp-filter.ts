import type { NetworkAccess } from '../../../domain/sandbox/sandbox-policy.js';
import { ALWAYS_FORBIDDEN, NETWORK, type SystemCalls } from './system-calls.js';

/** Offsets into what the kernel shows a filter (`struct seccomp_data`); of an argument its lower half. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + index * 8;

const ALLOW = 0x7f_ff_00_00;
const KILL = 0x80_00_00_00;
const FAIL = 0x00_05_00_00;
const EPERM = 1;
const ENOSYS = 38;

const AF_UNIX = 1;
const AF_VSOCK = 40;
const SOCK_STREAM = 1;
const SOCK_SEQPACKET = 5;
const SOCK_TYPE = 0xf;
const CLONE_NEWUSER = 0x10_00_00_00;
/** Puts characters into a terminal's input, as if somebody typed. */
const TIOCSTI = 0x54_12;
const TIOCLINUX = 0x54_1c;

const BYTES_EACH = 8;

/** One instruction of the kernel's filter machine: code, where to jump, and a constant. */
type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, constant: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const and = (mask: number): Instruction => [0x54, 0, 0, mask];
const answer = (verdict: number): Instruction => [0x06, 0, 0, verdict];
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
 * A program for the kernel that forbids a process, and all that it starts, what mounts do not confine:
 * sockets (all but pairs and streams without a peer, where the network is restricted), new user
 * namespaces, mounts, io_uring, keys. Calls of another processor's convention end the process.
 */
export const seccompFilter = (calls: SystemCalls, network: NetworkAccess): Buffer => {
  const { numbers, architecture, foreignFrom } = calls;
  const fails = answer(FAIL | EPERM);
  const always = (number: number, verdict = fails): Instruction[] => [
    whenEqual(number, 0, 1),
    verdict,
  ];
  const when = (number: number, body: readonly Instruction[]): Instruction[] => [
    whenEqual(number, 0, body.length),
    ...body,
  ];
  const sockets = network === 'restricted' ? LOCAL_STREAMS_ONLY : NO_HYPERVISOR;
  return assemble([
    load(ARCHITECTURE),
    whenEqual(architecture, 1, 0),
    answer(KILL),
    load(NUMBER),
    ...(foreignFrom === undefined ? [] : [whenAtLeast(foreignFrom, 0, 1), fails]),
    ...ALWAYS_FORBIDDEN.flatMap((name) => always(numbers[name])),
    ...(network === 'restricted' ? NETWORK.flatMap((name) => always(numbers[name])) : []),
    // Its flags are in memory, where no filter can look; the C library then falls back to `clone`.
    ...always(numbers.clone3, answer(FAIL | ENOSYS)),
    ...when(numbers.socket, sockets),
    ...when(numbers.socketpair, sockets),
    ...when(numbers.clone, NO_NEW_USER),
    ...when(numbers.unshare, NO_NEW_USER),
    ...when(numbers.ioctl, NO_TYPING),
    answer(ALLOW),
  ]);
};

/** A datagram socket could be given an address with each message; a stream needs `connect`, which fails. */
const LOCAL_STREAMS_ONLY: readonly Instruction[] = [
  load(argument(0)),
  whenEqual(AF_UNIX, 0, 4),
  load(argument(1)),
  and(SOCK_TYPE),
  whenEqual(SOCK_STREAM, 2, 0),
  whenEqual(SOCK_SEQPACKET, 1, 0),
  answer(FAIL | EPERM),
  answer(ALLOW),
];

const NO_HYPERVISOR: readonly Instruction[] = [
  load(argument(0)),
  whenEqual(AF_VSOCK, 0, 1),
  answer(FAIL | EPERM),
  answer(ALLOW),
];

const NO_NEW_USER: readonly Instruction[] = [
  load(argument(0)),
  whenAnyBit(CLONE_NEWUSER, 0, 1),
  answer(FAIL | EPERM),
  answer(ALLOW),
];

const NO_TYPING: readonly Instruction[] = [
  load(argument(1)),
  whenEqual(TIOCSTI, 1, 0),
  whenEqual(TIOCLINUX, 0, 1),
  answer(FAIL | EPERM),
  answer(ALLOW),
];

const assemble = (instructions: readonly Instruction[]): Buffer => {
  const bytes = Buffer.alloc(instructions.length * BYTES_EACH);
  instructions.forEach(([code, whenTrue, whenFalse, constant], index) => {
    const at = index * BYTES_EACH;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(whenTrue, at + 2);
    bytes.writeUInt8(whenFalse, at + 3);
    bytes.writeUInt32LE(constant >>> 0, at + 4);
  });
  return bytes;
};
