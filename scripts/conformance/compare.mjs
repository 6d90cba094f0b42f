import { KNOWN_DIFFERENCES } from './known-differences.mjs';

/**
 * @typedef {object} Difference
 * @property {string} where conversation and label
 * @property {string} native what was noted there, as JSON
 * @property {string} ours
 * @property {string} [topic] the known difference that explains it
 */

/**
 * Compares what two runs of one conversation noted.
 *
 * @param {string} name the conversation
 * @param {Map<string, unknown>} native
 * @param {Map<string, unknown>} ours
 * @returns {Difference[]}
 */
export function compare(name, native, ours) {
  const labels = new Set([...native.keys(), ...ours.keys()]);
  return [...labels].flatMap((label) => {
    const [theirs, own] = [native.get(label), ours.get(label)];
    const [nativeText, oursText] = [theirs, own].map((note) => JSON.stringify(note) ?? '(nothing)');
    if (nativeText === oursText) {
      return [];
    }
    const where = `${name} / ${label}`;
    const known = KNOWN_DIFFERENCES.find(
      (rule) => rule.where.test(where) && (rule.when?.(theirs, own) ?? true),
    );
    return [{ where, native: nativeText, ours: oursText, topic: known?.topic }];
  });
}
