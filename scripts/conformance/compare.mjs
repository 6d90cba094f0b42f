import { documentedVersions } from './documented-versions.mjs';
import { KNOWN_DIFFERENCES } from './known-differences.mjs';

/** The differences that are meant, from this version of upstream. */
export const knownDifferences = (version) =>
  KNOWN_DIFFERENCES.filter(
    ({ topic }) => documentedVersions().get(topic)?.includes(version) ?? true,
  );

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
 * @param {string} version of upstream
 * @returns {Difference[]}
 */
export function compare(name, upstream, ours, version) {
  const rules = knownDifferences(version);
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
    const known = rules.find(
      (rule) => rule.where.test(where) && (rule.when?.(theirs, own) ?? true),
    );
    return [{ where, upstream: upstreamText, ours: oursText, topic: known?.topic }];
  });
}
