import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes files of 64 KiB until the file system has no room. */
export const fill = (directory) => {
  try {
    for (let n = 0; ; n += 1) {
      writeFileSync(join(directory, `fill-${n}`), Buffer.alloc(64 * 1024));
    }
  } catch (error) {
    if (error.code !== 'ENOSPC') {
      throw error;
    }
  }
};

/** A directory below a directory, so many times. */
export const makeDeep = (directory, levels) => {
  const step = Array.from({ length: 500 }, () => 'd').join('/');
  const script = `cd "$1"; n=0; while [ $n -lt $2 ]; do mkdir -p ${step}; cd ${step}; n=$((n + 500)); done`;
  // Beyond the longest path `cd` of some shells fails; `-P` goes by what the kernel says.
  execFileSync('bash', ['-c', script.replaceAll('cd ', 'cd -P '), 'bash', directory, levels]);
};
