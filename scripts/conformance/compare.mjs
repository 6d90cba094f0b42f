import { KNOWN_DIFFERENCES } from './known-differences.mjs';

/**
 * @typedef {object} Difference
 * @property {string} where conversation and label
 * @property {string} upstream what was noted there, as JSON
 * @property {string} ours
 * @property {string} [topic] the known difference that explains it
 */

/**
 * Compares what two runs of one conversation noted.
 *
 * @param {string} name the conversation
 * @param {Map<string, unknown>} upstream
 * @param {Map<string, unknown>} ours
 * @returns {Difference[]}
 */
export function compare(name, upstream, ours) {
  const labels = new Set([...upstream.keys(), ...ours.keys()]);
  return [...labels].flatMap((label) => {
    const [theirs, own] = [upstream.get(label), ours.get(label)];
    const [upstreamText, oursText] = [theirs, own].map(
      (note) => JSON.stringify(note) ?? '(nothing)',
    );
    if (upstreamText === oursText) {
      return [];
    }
    const where = `${name} / ${label}`;
    const known = KNOWN_DIFFERENCES.find(
      (rule) => rule.where.test(where) && (rule.when?.(theirs, own) ?? true),
    );
    return [{ where, upstream: upstreamText, ours: oursText, topic: known?.topic }];
  });
}
