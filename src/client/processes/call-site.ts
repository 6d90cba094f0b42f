/** In the bundle of the package the class of the first has no name. */
const OWN_FRAME =
  /(at |RunningProcess\.)<instance_members_initializer> |(new RunningProcess|Processes\.(run|follow)|Client\.(run|process)) /;

/** The error, with the stack of the place where its command was run: where it failed is in the client, whatever failed. */
export const withStackOf = <E extends Error>(error: E, site: Error): E => {
  const frames = (site.stack ?? '').split('\n').slice(1);
  const outer = frames.findIndex((frame) => !OWN_FRAME.test(frame));
  error.stack = [`${error.name}: ${error.message}`, ...frames.slice(Math.max(outer, 0))].join('\n');
  return error;
};
