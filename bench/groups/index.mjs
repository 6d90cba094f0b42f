/** In the order in which they run. Each is a module of this directory that exports `group`. */
export const GROUP_NAMES = [
  'start',
  'memory',
  'idle',
  'round-trip',
  'pipelined',
  'connect',
  'processes',
  'interactive',
  'output',
  'log-drain',
  'fan-out',
  'files',
  'acknowledgements',
];

/**
 * @typedef {object} Group
 * @property {string} title
 * @property {readonly Figure[]} figures
 * @property {'warm' | 'own'} daemons the same ones in all rounds, or those that `measure` starts: it gets the target then
 * @property {boolean} [hasCeiling] whether it also measures the echo server, which shows the client's own limits
 * @property {() => Promise<unknown>} [setUp] before any daemon is started; the others get what it makes as `shared`
 * @property {(daemon: object, options: object) => Promise<void>} [warmUp]
 * @property {(daemon: object, options: object) => Promise<Record<string, number>>} measure a value for each figure
 *
 * @typedef {{ name: string, title: string, unit: string, better: 'less' | 'more', isOptional?: boolean, hasRatio?: boolean }} Figure
 */

/** @returns {Promise<Group>} */
export const findGroup = async (name) => {
  const { group } = await import(`./${name}.mjs`);
  return group;
};
