import { accessSync, constants } from 'node:fs';

/** Whether the path leads to what this user may execute. */
export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
