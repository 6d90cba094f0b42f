/**
 * The call by which a model applies a patch: the CLI catches `apply_patch` in a shell command and
 * works on the files itself, through `fs/*`.
 *
 * @param {string} hunks what stands between the patch's first and last line
 * @returns {import('./model-script.mjs').Call}
 */
export function patchCall(hunks) {
  return {
    shell: `apply_patch <<'END_OF_PATCH'\n*** Begin Patch\n${hunks}*** End Patch\nEND_OF_PATCH`,
  };
}
