import { startExecServer } from './exec-server.mjs';

/** So that a resume has to find its node. */
const NODES = ['node-1', 'node-2'];

/**
 * Starts two nodes and a gateway to them on free loopback ports; the rest is as for `startExecServer`.
 *
 * @param {{ command: readonly string[], home: string, env: Record<string, string> }} options
 */
export function startFleet(options) {
  const started = NODES.map((name) => startExecServer({ ...options, args: ['--node-id', name] }));
  const open = [...started];
  const bound = Promise.all(started.map((node) => node.bound)).then((urls) => {
    const [program, script, ...args] = options.command;
    const gateway = startExecServer({
      ...options,
      command: [program, script, 'gateway', ...args],
      args: ['--nodes', urls.join(',')],
    });
    open.push(gateway);
    return gateway.bound;
  });
  return {
    bound,
    stderr: () => open.map((part) => part.stderr()).join(''),
    end: async () => {
      await Promise.all(open.map((part) => part.end()));
    },
  };
}
