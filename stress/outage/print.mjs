import { setTimeout as delay } from 'node:timers/promises';
import { byteSourceArgv } from '../../build/test/faults/client/byte-source.js';
import { FollowingClient } from '../../build/test/faults/client/following-client.js';
import { judge } from '../../build/test/faults/client/source-verdict.js';
import { FaultProxy } from '../../dist/testing/index.js';

/** Output begins this long after the connection has gone. */
const HEAD_START_MS = 1000;

/**
 * Two processes, on pipes and on a terminal, print while no one can connect. Returns, for each, what the
 * client has got once it was let in again and the process was closed.
 */
export const printDuringOutage = async (daemon, { bytes, outageMs }) => {
  const proxy = await FaultProxy.open(daemon.url);
  const client = await FollowingClient.connect(proxy.url);
  const source = { seed: 7, stdout: bytes, delayMs: HEAD_START_MS };
  const argv = byteSourceArgv(source);
  const processes = [
    { isTerminal: false, process: await client.start({ argv }) },
    { isTerminal: true, process: await client.start({ argv, tty: true }) },
  ];
  proxy.refuse();
  proxy.cutAll('reset');
  await delay(outageMs);
  proxy.accept();
  const began = performance.now();
  const results = await Promise.all(
    processes.map(async ({ isTerminal, process }) => {
      await process.closed.catch(() => undefined);
      const seconds = (performance.now() - began) / 1000;
      return { seconds, verdict: await judge(process.report, source, { isTerminal }) };
    }),
  );
  client.close();
  await proxy.close();
  return results.map(({ seconds, verdict }) => {
    const [{ stream, expected, received, isEqual }] = verdict.streams;
    const { lostBytes, repeatedBytes, complaints } = verdict;
    return { stream, expected, received, isEqual, lostBytes, repeatedBytes, complaints, seconds };
  });
};
