/** The versions of the Codex CLI that the daemon is compared with, oldest first. */
export const VERSIONS = ['0.169.0', '0.171.0'];

export const NEWEST_VERSION = VERSIONS.at(-1);

/** The option of the programs that run a Codex CLI, for `parseArgs`. */
export const VERSION_OPTION = { type: 'string', default: NEWEST_VERSION };

/** @throws {Error} unless `version` is one of them */
export function requireVersion(version) {
  if (!VERSIONS.includes(version)) {
    throw new Error(`--version ${version} is none of ${VERSIONS.join(', ')}`);
  }
  return version;
}
