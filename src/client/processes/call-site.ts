const OWN_FRAME =
  /(RunningProcess\.<instance_members_initializer>|new RunningProcess|Processes\.(run|follow)|Client\.(run|process)) /;

/** The error, with the stack of the place where its command was run: where it failed is in the client, whatever failed. */
export const blame = <E extends Error>(error: E, site: Error): E => {
  const frames = (site.stack ?? '').split('\n').slice(1);
  const outer = frames.filter((frame) => !OWN_FRAME.test(frame));
  error.stack = [`${error.name}: ${error.message}`, ...outer].join('\n');
  return error;
};
