import { encodePath } from '../../../domain/files/path-encoding.js';

/** A path as bytes for the operating system, since names need not be UTF-8. */
export const pathBytes = (path: string): Buffer => Buffer.from(encodePath(path));

/** Whether `path` is the directory or lies below it. */
export const isWithin = (directory: string, path: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

/** The ancestors of an absolute path except the root, outermost first. */
export const parentsOf = (path: string): readonly string[] =>
  Array.from(path.slice(1).matchAll(/\//g), ({ index }) => path.slice(0, index + 1));

/** Compares by depth, to sort parents before children. */
export const byDepth = (one: { readonly path: string }, other: { readonly path: string }): number =>
  depth(one.path) - depth(other.path);

const depth = (path: string): number => (path === '/' ? 0 : path.split('/').length);
