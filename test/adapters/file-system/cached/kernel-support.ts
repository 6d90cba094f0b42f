import { realpathSync, statfsSync } from 'node:fs';
import { constants as system } from 'node:os';
import koffi from 'koffi';
import { testNeeding } from '../../../support/needing.js';

const SYS_STATMOUNT = 457;
/** ext2 to ext4, XFS, btrfs. */
const DISKS = [0xef_53, 0x58_46_53_42, 0x91_23_68_3e];

/** The newest call that is needed: a kernel that knows it finds fault with its argument, which is none. */
const hasStatmount = (): boolean => {
  const statmount = koffi
    .load(null)
    .func('syscall', 'long', ['long', 'void *', 'void *', 'size_t', 'int']);
  return statmount(SYS_STATMOUNT, null, null, 0, 0) < 0 && koffi.errno() === system.errno.EFAULT;
};

const HAS_CALLS =
  process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && hasStatmount();

export const whereAnswered = testNeeding('Linux 6.8 that allows statmount', HAS_CALLS);

/** The suite has its temporary files in memory, where they are. */
export const ON_DISK = realpathSync('/var/tmp');

export const whereRead = testNeeding(
  'the same, and /var/tmp on ext4, XFS or btrfs',
  HAS_CALLS && DISKS.includes(statfsSync(ON_DISK).type),
);
