import { dnsAddresses } from '../../adapters/node-directory/dns-addresses.js';
import { ProbedNodeDirectory } from '../../adapters/node-directory/probed-node-directory.js';
import type { Logger } from '../../application/ports/logger.js';
import type { NodeDirectory } from '../../application/ports/routing/node-directory.js';
import { isNodeUrl } from '../../domain/routing/node.js';
import { isRedisUrl } from '../options/fleet-values.js';
import { StartupError } from '../startup-error.js';

/** How long one node may take to describe itself. */
const PROBE_TIMEOUT_MS = 1500;

/** Opens the directory that `--nodes` names. @throws {StartupError} for a value that names none. */
export const openDirectory = async (nodes: string, logger: Logger): Promise<NodeDirectory> => {
  if (isRedisUrl(nodes)) {
    // Loaded in this case only, since it is as large as all the rest.
    const { RedisNodes } = await import('../../adapters/node-directory/redis-nodes.js');
    return new RedisNodes(nodes);
  }
  const { name, port } = /^dns:\/\/(?<name>[^:/?#@]+):(?<port>\d{1,5})$/.exec(nodes)?.groups ?? {};
  if (name !== undefined && URL.canParse(`ws://${name}:${port}`)) {
    return new ProbedNodeDirectory(dnsAddresses(name, Number(port)), PROBE_TIMEOUT_MS, logger);
  }
  const urls = nodes.split(',').map((url) => url.trim());
  if (!urls.every(isNodeUrl)) {
    // The value itself is not shown: it may have a password.
    throw new StartupError(
      'invalid --nodes; expected ws://HOST:PORT, several separated by commas, dns://NAME:PORT or redis://HOST:PORT',
    );
  }
  return new ProbedNodeDirectory(async () => urls, PROBE_TIMEOUT_MS, logger);
};
