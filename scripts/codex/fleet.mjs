import { startExecServer } from './exec-server.mjs';

/** So that a resume has to find its node. */
const NODES = ['node-1', 'node-2'];

/**
 * Starts two nodes and a gateway to them on free loopback ports; the rest is as for `startExecServer`:
 * `args` are of the nodes, `drain()` and `exited` of the one that has the session.
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
    // The one that drains: the other is ended at the end.
    exited: Promise.race(started.map((node) => node.exited)),
    drain: async () => {
      const owner = await ownerAmong(started);
      await owner.drain();
    },
    stderr: () => open.map((part) => part.stderr()).join(''),
    end: async () => {
      await Promise.all(open.map((part) => part.end()));
    },
  };
}

/** The node that has the session. */
async function ownerAmong(nodes) {
  for (const node of nodes) {
    const description = new URL('/node', (await node.bound).replace(/^ws:/, 'http:'));
    const { sessions } = await (await fetch(description)).json();
    if (sessions > 0) {
      return node;
    }
  }
  throw new Error('no node has a session');
}
