import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { byteSourceArgv } from '../../build/test/faults/client/byte-source.js';
import { FollowingClient } from '../../build/test/faults/client/following-client.js';
import { FaultProxy } from '../../dist/testing/index.js';

/** What the process of a stalled session does: a busy one leaves the daemon with much to send. */
const PROCESSES = {
  idle: ['sleep', '1000'],
  busy: byteSourceArgv({ seed: 7, stdout: Number.MAX_SAFE_INTEGER }),
};
/** How long the real client tries to come back. */
const GIVE_UP_MS = 45_000;
const ESTABLISHED = '01';

/** Seconds until the daemon lets go of a connection that is stalled without being closed; or undefined. */
export const secondsToDetach = async (daemon, work) => {
  const { proxy, client, stalledAt } = await stalledSession(daemon, work);
  const [link] = proxy.links;
  let seconds;
  while (seconds === undefined && performance.now() - stalledAt < GIVE_UP_MS) {
    await delay(100);
    if (!(await isHeld(daemon.url, link.port))) {
      seconds = (performance.now() - stalledAt) / 1000;
    }
  }
  client.close();
  await proxy.close();
  return seconds;
};

/** What comes of a resume that begins 1 s after such a stall: seconds until it succeeds, and refusals. */
export const resumeAfterStall = async (daemon, work) => {
  const { proxy, client } = await stalledSession(daemon, work);
  await delay(1000);
  proxy.vanish();
  while (client.recoveries.length === 0) {
    await delay(5);
    if (await client.connected().then(isTrue, isFalse)) {
      continue;
    }
    break;
  }
  const [recoveryMs] = client.recoveries;
  client.close();
  await proxy.close();
  return {
    seconds: recoveryMs === undefined ? undefined : recoveryMs / 1000,
    refusals: client.refusals,
  };
};

const stalledSession = async (daemon, work) => {
  const proxy = await FaultProxy.open(daemon.url);
  const client = await FollowingClient.connect(proxy.url, { recoveryMs: GIVE_UP_MS });
  await client.start({ argv: PROCESSES[work] });
  await delay(500);
  proxy.stall();
  return { proxy, client, stalledAt: performance.now() };
};

const isTrue = () => true;
const isFalse = () => false;

/**
 * Whether the daemon's end of a connection is open, as the kernel tells (Linux). It takes long to tell when many
 * connections have just been closed, which must not hold up the client that is measured meanwhile.
 */
const isHeld = async (daemonUrl, clientPort) => {
  const hex = (port) => Number(port).toString(16).toUpperCase().padStart(4, '0');
  const [local, remote] = [new URL(daemonUrl).port, clientPort].map(hex);
  const connection = new RegExp(`:${local} [0-9A-F]+:${remote} ${ESTABLISHED} `);
  return connection.test(await readFile('/proc/net/tcp', 'utf8'));
};
