// What knowing about arrival costs: 1 GB through an attached client, with acknowledgements on and off,
// interleaved:
//   npm run build && node bench/acknowledgements.mjs
import { fileURLToPath } from 'node:url';
import { startChildGroup } from '../scripts/codex/child-group.mjs';
import { median } from './statistics.mjs';
import { WireClient } from './wire-client.mjs';

const ROUNDS = 5;
const BYTES = 200 * 1024 ** 2;

if (process.argv[2] === 'server') await serve(process.argv[3] === 'on');
else await compare();

async function serve(isOn) {
  const { startExecServer } = await import('../dist/main/index.js');
  const limits = isOn ? {} : { arrivalCheckBytes: Infinity, outputWindowBytes: Infinity };
  const { url } = await startExecServer({ limits, overflow: isOn ? 'pause' : 'evict' });
  console.log(url);
}

async function compare() {
  const servers = await Promise.all(['on', 'off'].map(start));
  const rates = { on: [], off: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const server of round % 2 === 0 ? servers : [...servers].reverse()) {
      const client = await WireClient.open(server.url);
      const began = performance.now();
      const argv = ['head', '-c', String(BYTES), '/dev/zero'];
      const { bytes } = await (await client.start(`p${round}`, argv)).closed;
      rates[server.mode].push(bytes / 1e6 / ((performance.now() - began) / 1000));
      client.close();
    }
  }
  for (const { child } of servers) await child.end();
  const [on, off] = [median(rates.on), median(rates.off)];
  console.log(
    `on ${on.toFixed(0)} MB/s, off ${off.toFixed(0)} MB/s: ratio ${(on / off).toFixed(3)}`,
  );
}

async function start(mode) {
  const child = startChildGroup([process.execPath, fileURLToPath(import.meta.url), 'server', mode]);
  const url = await new Promise((resolve) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n');
      if (rest !== undefined) resolve(line);
    });
  });
  return { mode, url, child };
}
