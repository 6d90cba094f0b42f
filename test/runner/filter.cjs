const { relative } = require('node:path');

/** Leaves the files of one group: `TEST_GROUP`. */
module.exports = async (paths) => {
  const { groupOf } = await import('./suites.mjs');
  const inGroup = (path) => groupOf(relative(process.cwd(), path)) === process.env.TEST_GROUP;
  return { filtered: paths.filter(inGroup) };
};
