import { encodePath } from '../../../domain/files/path-encoding.js';

/** A path as the operating system takes it: names need not be UTF-8. */
export const pathBytes = (path: string): Buffer => Buffer.from(encodePath(path));

/** Whether a path is another one or lies below it. */
export const isWithin = (directory: string, path: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

/** The directories above an absolute path but the root, the outermost first. */
export const parentsOf = (path: string): readonly string[] =>
  Array.from(path.slice(1).matchAll(/\//g), ({ index }) => path.slice(0, index + 1));

/** To sort what has a path: parents before children. */
export const byDepth = (one: { readonly path: string }, other: { readonly path: string }): number =>
  depth(one.path) - depth(other.path);

const depth = (path: string): number => (path === '/' ? 0 : path.split('/').length);
