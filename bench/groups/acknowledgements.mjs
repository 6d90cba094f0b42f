import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '../client/client.mjs';
import { processorTime } from '../client/processor-time.mjs';
import { runProcess, seconds } from '../client/workloads.mjs';
import { startTarget } from '../runner/start-target.mjs';

const SERVERS = fileURLToPath(new URL('../client/acknowledging-servers.mjs', import.meta.url));
const BYTES = 500_000_000;
/** V8 compiles the code of pongs late: a GB has a thousand of them. */
const WARM_UPS = 2;
const PAIRS = 4;

export const group = {
  title: 'What acknowledgements of output cost, ours alone: with ÷ without',
  daemons: 'own',
  figures: [
    { name: 'throughput', title: 'MB/s of one stream', unit: '×', better: 'more' },
    { name: 'cpu', title: 'server CPU', unit: '×', better: 'less' },
  ],
  async measure({ name, command }, { quick }) {
    if (name === 'upstream') {
      return {};
    }
    const [node, cli] = command;
    const library = join(dirname(cli), 'index.js');
    const servers = await startTarget({
      name,
      command: [node, '--no-parallel-scavenge', SERVERS, library],
    });
    try {
      const urls = servers.url.split(' ');
      const bytes = quick ? BYTES / 10 : BYTES;
      const totals = urls.map(() => ({ time: 0, cpu: 0 }));
      for (let pair = -WARM_UPS; pair < PAIRS; pair += 1) {
        // Every other time the other one is first.
        for (const index of pair % 2 === 0 ? [0, 1] : [1, 0]) {
          const { time, cpu } = await stream(urls[index], servers.pid, bytes);
          if (pair >= 0) {
            totals[index].time += time;
            totals[index].cpu += cpu;
          }
        }
      }
      const [on, off] = totals;
      return { throughput: off.time / on.time, cpu: on.cpu / off.cpu };
    } finally {
      await servers.stop();
    }
  },
};

const stream = async (url, pid, bytes) => {
  const client = await Client.open(url);
  const before = processorTime(pid);
  const argv = ['head', '-c', String(bytes), '/dev/zero'];
  const time = await seconds(() => runProcess(client, argv, bytes));
  const cpu = processorTime(pid) - before;
  client.close();
  return { time, cpu };
};
