/**
 * A patch applied in a directory of its own, and how the program is called.
 *
 * @typedef {object} PatchCase
 * @property {string} name
 * @property {Readonly<Record<string, FileContent>>} [files] what is in the directory; a name that ends with `/` is a directory
 * @property {string} [patch] on standard input; `$CWD` stands for the directory
 * @property {string} [patchBase64] the same, for bytes that are no text
 * @property {readonly string[]} [args] the arguments; standard input is then empty, unless there is a `patch`
 * @property {Readonly<Record<string, string>>} [env]
 *
 * @typedef {string | null | { base64: string } | { link: string } | { text: string, mode: string }} FileContent
 */

/** A patch of these lines between its markers. */
export const patch = (...lines) => `${['*** Begin Patch', ...lines, '*** End Patch'].join('\n')}\n`;

/** Lines, each with an end. */
export const lines = (...texts) => texts.map((text) => `${text}\n`).join('');
