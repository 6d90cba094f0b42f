import { encodePath } from '../../../domain/files/path-encoding.js';

/** A path as the operating system takes it: names need not be UTF-8. */
export const pathBytes = (path: string): Buffer => Buffer.from(encodePath(path));
