import { createConcurrently, KillOthers, LogError, LogExit, Logger, LogOutput } from 'concurrently';

/**
 * Runs shell commands at once on the server of the client; resolves with what concurrently printed and how each command ended.
 *
 * @param kill what ends the others: `failure`, `success`
 */
export const runConcurrently = async (client, commands, kill = []) => {
  const children = new Map();
  const logger = new Logger({});
  let printed = '';
  logger.output.subscribe(({ text }) => {
    printed += text;
  });
  const { result } = createConcurrently(commands, {
    logger,
    controllers: [
      new LogError({ logger }),
      new LogOutput({ logger }),
      new LogExit({ logger }),
      new KillOthers({ logger, conditions: kill }),
    ],
    // It takes the `pid` at once, before the server has told it, and to kill a command only: a number of our own does.
    spawn: (command, { stdio }) => {
      const child = client.spawn(command, { stdio, shell: true });
      const pid = children.size + 1;
      children.set(pid, child);
      return Object.assign(child, { pid });
    },
    kill: (pid, signal) => children.get(pid)?.kill(signal),
  });
  const ends = await result.catch((events) => events);
  const codes = ends
    .toSorted((one, other) => one.index - other.index)
    .map(({ exitCode }) => exitCode);
  return { printed, codes };
};
