import { normalizePath } from '../files/paths.js';
import { SandboxRefused } from './sandbox-refused.js';

/** Hides what is below the directory and whose relative path matches the pattern. */
export interface HiddenPattern {
  readonly directory: string;
  readonly pattern: string;
}

/** Where relative patterns start. */
export interface PatternBases {
  readonly directories: readonly string[];
  readonly workspaceRoots: readonly string[];
}

/** Below each workspace. */
const WORKSPACES = 'codex-project-roots://';
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const WILDCARD = /[*?[]/;
const LEADS_OUT = /^\/|^~(\/|$)|(^|\/)\.\.?(\/|$)/;
/** In a fixed part of a pattern, braces and backslashes must not be taken for a part of a name either. */
const SYNTAX = /[*?[\]{}\\]/;
/** PATH_MAX of the kernel. */
const MAX_CHARACTERS = 4096;

/**
 * Converts a pattern of a policy to one hidden pattern for each directory to which it applies.
 *
 * @throws {SandboxRefused} for syntax that is not supported, that upstream rejects, or for which upstream hides whole
 * workspaces.
 */
export const hiddenPatterns = (text: string, bases: PatternBases): readonly HiddenPattern[] => {
  if (text.length > MAX_CHARACTERS || hasControlCharacter(text)) {
    throw new SandboxRefused('a pattern is too long or has control characters');
  }
  if (text.startsWith(WORKSPACES)) {
    const rest = text.slice(WORKSPACES.length);
    if (LEADS_OUT.test(rest)) {
      throw new SandboxRefused(`pattern \`${text}\` points outside its workspace`);
    }
    return bases.workspaceRoots.map((root) => hiddenPattern(root, rest, text));
  }
  if (text.startsWith('/')) {
    return [hiddenPattern('/', text, text)];
  }
  if (SCHEME.test(text)) {
    throw new SandboxRefused(`pattern \`${text}\` has an unknown scheme`);
  }
  return bases.directories.map((directory) => hiddenPattern(directory, text, text));
};

/** Moves as many fixed names as possible into the directory, so that less is searched. */
const hiddenPattern = (base: string, rest: string, text: string): HiddenPattern => {
  const parts = rest.split('/').filter((part) => part !== '' && part !== '.');
  const first = parts.findIndex((part) => SYNTAX.test(part));
  const directory = normalizePath(
    [base, ...(first === -1 ? parts : parts.slice(0, first))].join('/'),
  );
  const pattern = first === -1 ? [] : parts.slice(first);
  if (!WILDCARD.test(pattern.join('/'))) {
    throw new SandboxRefused(`pattern \`${text}\` has no wildcard`);
  }
  if (directory === '/') {
    throw new SandboxRefused(`pattern \`${text}\` has no directory before its first wildcard`);
  }
  if (pattern.includes('..')) {
    throw new SandboxRefused(`pattern \`${text}\` has \`..\` after its first wildcard`);
  }
  return { directory, pattern: pattern.join('/') };
};

const hasControlCharacter = (text: string): boolean => /\p{Cc}/u.test(text);
