import { accessSync, constants, statSync } from 'node:fs';
import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { errorCode } from '../../shared/errno.js';
import { argumentsTooLarge } from './argument-size.js';
import { executableFormat } from './executable-format.js';
import { type FoundProgram, findProgram } from './find-program.js';

/** Why a process cannot be started. */
export interface SpawnDiagnosis {
  /** The `errno` name that the system has for it. */
  readonly code: string;
  /** Program or directory, and what is wrong with it, in plain words. */
  readonly detail: string;
}

/** Looks for the cause in the order in which the system would meet it; undefined when there is none. */
export const diagnoseSpawn = (spec: ProcessSpec): SpawnDiagnosis | undefined =>
  directoryFault(spec.cwd) ?? programFault(spec) ?? sizeFault(spec);

const directoryFault = (cwd: string): SpawnDiagnosis | undefined => {
  const directory = `working directory \`${cwd}\``;
  try {
    if (!statSync(cwd).isDirectory()) {
      return { code: 'ENOTDIR', detail: `${directory} is not a directory` };
    }
  } catch (error) {
    const code = errorCode(error) ?? 'ENOENT';
    const wrong = code === 'ENOENT' ? 'does not exist' : 'cannot be reached';
    return { code, detail: `${directory} ${wrong}` };
  }
  try {
    accessSync(cwd, constants.X_OK);
    return undefined;
  } catch {
    return { code: 'EACCES', detail: `${directory} may not be entered` };
  }
};

const programFault = (spec: ProcessSpec): SpawnDiagnosis | undefined => {
  const found = findProgram(spec);
  return 'code' in found
    ? notFound(found.code, found.path, spec.argv[0] ?? '')
    : formatFault(found.path, spec.cwd);
};

const notFound = (code: string, path: string | undefined, name: string): SpawnDiagnosis => {
  if (path === undefined) {
    return { code, detail: `program \`${name}\` was not found in PATH` };
  }
  if (code === 'ENOENT') {
    return { code, detail: `program \`${path}\` does not exist` };
  }
  if (code !== 'EACCES') {
    return { code, detail: `program \`${path}\` cannot be reached` };
  }
  return { code, detail: `\`${path}\` ${whyDenied(path)}` };
};

const whyDenied = (path: string): string => {
  try {
    const found = statSync(path);
    if (found.isDirectory()) {
      return 'is a directory, not a program';
    }
    return found.isFile() ? 'is not executable' : 'is not a file';
  } catch {
    return 'may not be reached';
  }
};

/** Why an executable file could still not run: its interpreter or loader. */
export const formatFault = (path: string, cwd: string): SpawnDiagnosis | undefined => {
  const format = executableFormat(path);
  if (format.kind === 'none') {
    return {
      code: 'ENOEXEC',
      detail: `\`${path}\` is neither a program nor a script that starts with \`#!\``,
    };
  }
  if (format.kind === 'script') {
    const { interpreter } = format;
    return interpreterFault(
      `the interpreter of script \`${path}\`, \`${interpreter}\`,`,
      interpreter,
      cwd,
    );
  }
  return format.loader === undefined
    ? undefined
    : interpreterFault(
        `the loader of program \`${path}\`, \`${format.loader}\`,`,
        format.loader,
        cwd,
      );
};

const interpreterFault = (
  subject: string,
  path: string,
  cwd: string,
): SpawnDiagnosis | undefined => {
  const found: FoundProgram = findProgram({ argv: [path], cwd, env: { PATH: '' } });
  if (!('code' in found)) {
    return undefined;
  }
  const wrong = found.code === 'EACCES' ? 'is not executable' : 'does not exist';
  return { code: found.code, detail: `${subject} ${wrong}` };
};

const sizeFault = (spec: ProcessSpec): SpawnDiagnosis | undefined =>
  argumentsTooLarge(spec)
    ? { code: 'E2BIG', detail: 'the arguments and the environment together are too large' }
    : undefined;
