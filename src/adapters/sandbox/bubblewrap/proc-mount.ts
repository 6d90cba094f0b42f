/** Settings of the whole kernel, which root could change without any privilege: they ask for the user alone. */
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

/** A process table of the sandbox alone. */
export const PROCESS_TABLE: readonly string[] = [
  '--proc',
  '/proc',
  ...KERNEL_SETTINGS.map((name) => `/proc/${name}`).flatMap((path) => [
    '--ro-bind-try',
    path,
    path,
  ]),
];
