/** The magic numbers by which statfs(2) names file systems. */
export const MAGIC = {
  /** ext2 to ext4. */
  ext: 0xef_53,
  xfs: 0x58_46_53_42,
  btrfs: 0x91_23_68_3e,
  tmpfs: 0x01_02_19_94,
  overlay: 0x79_4c_76_30,
} as const;
