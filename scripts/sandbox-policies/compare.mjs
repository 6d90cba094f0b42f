import { KNOWN_DIFFERENCES } from './known-differences.mjs';

/** @typedef {{ name: string, found: { process: Map<string, string>, methods: Map<string, string> }[] }} Row */

/**
 * The differences of one policy on one tree. Probes that upstream refuses with one text count once.
 *
 * @param {Row} row what each daemon answered, ours last
 * @param {readonly string[]} versions of upstream
 * @returns {{ where: string, version: string, upstream: string, ours: string, topic?: string }[]}
 */
export function differencesOf({ name, found }, versions) {
  const ours = found.at(-1);
  return versions.flatMap((version, index) =>
    ['process', 'methods'].flatMap((way) =>
      compare(found[index][way], ours[way]).map(({ probe, upstream, own }) => {
        const where = `${name}, by ${way}: ${probe}`;
        const known = KNOWN_DIFFERENCES.find(
          (rule) => rule.where.test(where) && (rule.when?.(upstream, own) ?? true),
        );
        return { where, version, upstream, ours: own, topic: known?.topic };
      }),
    ),
  );
}

function compare(upstream, ours) {
  // A start that was refused tells of no probe.
  if (upstream.has('start') || ours.has('start')) {
    const [theirs, own] = [upstream, ours].map((map) => map.get('start') ?? 'started');
    return theirs === own ? [] : [{ probe: 'start', upstream: theirs, own }];
  }
  const different = [...upstream].filter(([probe, outcome]) => ours.get(probe) !== outcome);
  const kinds = new Map();
  for (const [probe, outcome] of different) {
    const isRefusal = outcome.length > 1 || ours.get(probe).length > 1;
    const kind = isRefusal ? `${outcome}\n${ours.get(probe).slice(1)}` : probe;
    if (!kinds.has(kind)) {
      kinds.set(kind, { probe, upstream: outcome, own: ours.get(probe) });
    }
  }
  return [...kinds.values()];
}
