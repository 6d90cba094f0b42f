import { once } from 'node:events';
import type { RunningProcess } from '../../../src/client/index.js';

/** What a process prints first, while it goes on. */
export const firstOutput = async ({ stdout }: RunningProcess): Promise<string> => {
  const [bytes] = await once(stdout, 'data');
  return String(bytes);
};
