import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { CaseDirectory } from './case-directory.mjs';

/**
 * What a program did with a patch.
 *
 * @typedef {{ exitCode: number | null, stdout: string, stderr: string, files: object }} Outcome
 */

/**
 * Applies the patch of a case in a new directory.
 *
 * @param {readonly string[]} command the program
 * @param {import('./cases/patch.mjs').PatchCase} patchCase
 * @param {string} [argv0] the name that the program is called by
 * @returns {Promise<Outcome>}
 */
export async function runCase([program, ...before], patchCase, argv0 = program) {
  const directory = new CaseDirectory(patchCase);
  try {
    const { args = [], patch, patchBase64 = '', env } = patchCase;
    const child = spawn(program, [...before, ...args.map((text) => directory.resolve(text))], {
      argv0,
      cwd: directory.path,
      env: { ...process.env, ...env },
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(
      patch === undefined ? Buffer.from(patchBase64, 'base64') : directory.resolve(patch),
    );
    const exited = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    const [exitCode, stdout, stderr] = await Promise.all([
      exited,
      text(child.stdout),
      text(child.stderr),
    ]);
    return {
      exitCode,
      stdout: directory.unresolve(stdout),
      stderr: directory.unresolve(stderr),
      files: directory.content(),
    };
  } finally {
    directory.remove();
  }
}
