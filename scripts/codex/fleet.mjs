import { startExecServer } from './exec-server.mjs';

/** So that a resume has to find its node. */
const NODES = ['node-1', 'node-2'];

/**
 * Starts two nodes and a gateway to them on free loopback ports; the rest is as for `startExecServer`:
 * `args` and `drain()` are of the nodes, `exited` too, with the greatest code.
 *
 * @param {{ command: readonly string[], home: string, env: Record<string, string>, args?: readonly string[] }} options
 */
export function startFleet(options) {
  const { args = [] } = options;
  const started = NODES.map((name) =>
    startExecServer({ ...options, args: [...args, '--node-id', name] }),
  );
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
    exited: Promise.all(started.map((node) => node.exited)).then((codes) => Math.max(...codes)),
    drain: async () => {
      await Promise.all(started.map((node) => node.drain()));
    },
    stderr: () => open.map((part) => part.stderr()).join(''),
    end: async () => {
      await Promise.all(open.map((part) => part.end()));
    },
  };
}
