import { accessSync, constants } from 'node:fs';

/** Whether the path is an executable file for this user. */
export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
