import { readFileSync } from 'node:fs';

const PATH = '/proc/self/limits';

/** The limit of open files of this process; `Infinity` where the system does not report it. */
export const descriptorLimit = (path = PATH): number => {
  try {
    return readLimit(readFileSync(path, 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

const readLimit = (text: string): number => {
  const [, soft] = /^Max open files +(\d+)/m.exec(text) ?? [];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
};
