import { execFileSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import koffi from 'koffi';

const DEVICE = '/dev/fuse';

/** Whether this process may mount file systems that hang. */
export const canHang = ((): boolean => {
  try {
    accessSync(DEVICE, constants.R_OK | constants.W_OK);
    return process.geteuid?.() === 0;
  } catch {
    return false;
  }
})();

/**
 * Mounts a file system that answers nothing, as one of a server that is gone.
 *
 * @returns a function that ends it: what waits for it fails.
 */
export const mountHanging = (directory: string): (() => void) => {
  const mount = koffi.load(null).func('int mount(str, str, str, unsigned long, str)');
  // Nobody reads the requests of the kernel from here.
  const descriptor = openSync(DEVICE, 'r+');
  const options = `fd=${descriptor},rootmode=40000,user_id=0,group_id=0,allow_other`;
  if (mount('hanging', directory, 'fuse', 0, options) !== 0) {
    closeSync(descriptor);
    throw new Error(`mount: errno ${koffi.errno()}`);
  }
  return () => {
    closeSync(descriptor);
    execFileSync('umount', ['--lazy', directory]);
  };
};
