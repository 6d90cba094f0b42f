import { describe, expect, test } from '@jest/globals';
import {
  type Sockets,
  seccompFilter,
} from '../../../../src/adapters/sandbox/bubblewrap/seccomp-filter.js';
import {
  SYSTEM_CALLS,
  type SystemCall,
  type SystemCalls,
} from '../../../../src/adapters/sandbox/bubblewrap/system-calls.js';

const ALLOW = 0x7f_ff_00_00;
const KILL = 0x80_00_00_00;
const EPERM = 0x5_00_01;
const ENOSYS = 0x5_00_26;

/** The kernel's filter machine, as far as these filters use it. */
const judge = (
  filter: Buffer,
  { architecture, number, args = [] }: { architecture: number; number: number; args?: number[] },
): number => {
  let accumulator = 0;
  for (let pc = 0; pc < filter.length / 8; pc += 1) {
    const code = filter.readUInt16LE(pc * 8);
    const [then, otherwise] = [filter.readUInt8(pc * 8 + 2), filter.readUInt8(pc * 8 + 3)];
    const k = filter.readUInt32LE(pc * 8 + 4);
    const jump = (met: boolean): void => {
      pc += met ? then : otherwise;
    };
    if (code === 0x20) {
      accumulator = k === 0 ? number : k === 4 ? architecture : (args[(k - 16) / 8] ?? 0);
    } else if (code === 0x54) {
      accumulator = (accumulator & k) >>> 0;
    } else if (code === 0x15) {
      jump(accumulator === k);
    } else if (code === 0x35) {
      jump(accumulator >= k);
    } else if (code === 0x45) {
      jump((accumulator & k) !== 0);
    } else if (code === 0x06) {
      return k;
    } else {
      throw new Error(`unknown instruction ${code}`);
    }
  }
  throw new Error('the filter has no end');
};

describe.each(['x64', 'arm64'])('seccompFilter for %s', (name) => {
  const calls = SYSTEM_CALLS[name] as SystemCalls;
  const { architecture, numbers } = calls;
  const verdict = (network: Sockets, call: SystemCall, ...args: number[]) =>
    judge(seccompFilter(calls, network), { architecture, number: numbers[call], args });

  test('allows ordinary system calls', () => {
    for (const number of [0, 1, 3, 60, 93, 400]) {
      if (Object.values(numbers).includes(number)) {
        continue;
      }
      expect(judge(seccompFilter(calls, 'restricted'), { architecture, number })).toBe(ALLOW);
    }
  });

  test.each(['restricted', 'enabled', 'managed', 'managed-unix'] as const)(
    'forbids system calls that reach around the sandbox (%s)',
    (network) => {
      for (const call of [
        'mount',
        'setns',
        'bpf',
        'keyctl',
        'io_uring_setup',
        'open_tree',
      ] as const) {
        expect(verdict(network, call)).toBe(EPERM);
      }
      expect(verdict(network, 'clone3')).toBe(ENOSYS);
      expect(verdict(network, 'clone', 0x10_00_00_00 | 17)).toBe(EPERM);
      expect(verdict(network, 'clone', 17)).toBe(ALLOW);
      expect(verdict(network, 'unshare', 0x10_02_00_00)).toBe(EPERM);
      expect(verdict(network, 'unshare', 0x4_00)).toBe(ALLOW);
      expect(verdict(network, 'ioctl', 0, 0x54_12)).toBe(EPERM);
      expect(verdict(network, 'ioctl', 0, 0x54_1c)).toBe(EPERM);
      expect(verdict(network, 'ioctl', 0, 0x54_13)).toBe(ALLOW);
    },
  );

  test('allows local stream sockets only when the network is restricted', () => {
    for (const call of ['socket', 'socketpair'] as const) {
      expect(verdict('restricted', call, 1, 1)).toBe(ALLOW);
      expect(verdict('restricted', call, 1, 0x8_00_00 | 5)).toBe(ALLOW);
      expect(verdict('restricted', call, 1, 2)).toBe(EPERM);
      expect(verdict('restricted', call, 1, 0x8_00_00 | 3)).toBe(EPERM);
      for (const family of [2, 10, 16, 17, 40]) {
        expect(verdict('restricted', call, family, 1)).toBe(EPERM);
      }
    }
    for (const call of ['connect', 'bind', 'sendto', 'ptrace'] as const) {
      expect(verdict('restricted', call)).toBe(EPERM);
    }
  });

  test('forbids only vsock sockets when the network is enabled', () => {
    expect(verdict('enabled', 'socket', 2, 1)).toBe(ALLOW);
    expect(verdict('enabled', 'socket', 40, 1)).toBe(EPERM);
    expect(verdict('enabled', 'connect')).toBe(ALLOW);
  });

  test.each([
    ['managed', EPERM],
    ['managed-unix', ALLOW],
  ] as const)(
    'allows TCP and UDP when the network is %s, and Unix sockets as asked',
    (network, unix) => {
      for (const family of [2, 10]) {
        expect(verdict(network, 'socket', family, 1)).toBe(ALLOW);
        expect(verdict(network, 'socket', family, 0x8_00_00 | 2)).toBe(ALLOW);
        expect(verdict(network, 'socket', family, 3)).toBe(EPERM);
        expect(verdict(network, 'socket', family, 5)).toBe(EPERM);
      }
      for (const family of [0, 16, 17, 40]) {
        expect(verdict(network, 'socket', family, 1)).toBe(EPERM);
      }
      for (const type of [1, 2, 5]) {
        expect(verdict(network, 'socket', 1, type)).toBe(unix);
      }
      expect(verdict(network, 'socketpair', 1, 1)).toBe(ALLOW);
      // A datagram socket of a pair could send to any address.
      expect(verdict(network, 'socketpair', 1, 2)).toBe(unix);
      expect(verdict(network, 'connect')).toBe(ALLOW);
    },
  );

  test('kills a process that calls with the ABI of another architecture', () => {
    const filter = seccompFilter(calls, 'enabled');
    expect(judge(filter, { architecture: 0x40_00_00_03, number: 1 })).toBe(KILL);
  });
});

test('seccompFilter forbids x32 system calls', () => {
  const calls = SYSTEM_CALLS.x64 as SystemCalls;
  const number = 0x40_00_00_00 + 41;
  const { architecture } = calls;
  expect(judge(seccompFilter(calls, 'restricted'), { architecture, number })).toBe(EPERM);
});
