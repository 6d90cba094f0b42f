/**
 * Settings of the whole kernel. Linux checks only the user id of their writers, so root could change them without any
 * capability.
 */
const KERNEL_SETTINGS = [
  'sys',
  'sysrq-trigger',
  'irq',
  'bus',
  'acpi',
  'scsi',
  'fs',
  'driver',
  'asound',
];

/** Mounts a `/proc` with only the sandbox's processes, and the kernel's settings read-only. */
export const PROC_MOUNT: readonly string[] = [
  '--proc',
  '/proc',
  ...KERNEL_SETTINGS.map((name) => `/proc/${name}`).flatMap((path) => [
    '--ro-bind-try',
    path,
    path,
  ]),
];
