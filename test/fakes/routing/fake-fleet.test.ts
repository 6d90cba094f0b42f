import { nodeDialerContract } from '../../contracts/routing/node-dialer-contract.js';
import { nodeDirectoryContract } from '../../contracts/routing/node-directory-contract.js';
import { nodeRegistryContract } from '../../contracts/routing/node-registry-contract.js';
import { FakeDialer, FakeDirectory, fleetNode } from './fake-fleet.js';

nodeDirectoryContract('fake', async () => {
  const directory = new FakeDirectory();
  const change = async (name: string, load = {}) => {
    const node = fleetNode(name, load);
    await directory.announce(node, 1);
    return node;
  };
  return {
    directory,
    start: change,
    change,
    kill: (name) => directory.withdraw(name),
    cutOff: async () => {
      directory.isReachable = false;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
});

nodeRegistryContract('fake', async () => {
  const directory = new FakeDirectory();
  return { registry: directory, directory, [Symbol.asyncDispose]: async () => undefined };
});

nodeDialerContract('fake', async () => {
  const dialer = new FakeDialer();
  const nodeThat = (outcome: Parameters<typeof dialer.answers.set>[1]) => {
    dialer.answers.set(`ws://${outcome}:1`, outcome);
    return fleetNode(outcome);
  };
  return {
    dialer,
    nodes: {
      opened: nodeThat('opened'),
      gone: nodeThat('gone'),
      misdirected: nodeThat('misdirected'),
      silent: nodeThat('silent'),
      busy: nodeThat('busy'),
      refused: nodeThat('refused'),
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
});
