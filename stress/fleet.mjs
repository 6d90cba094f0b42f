// Three nodes, two gateways and a real Redis, while sessions print: nodes are drained and replaced one after the other, gateways are
// killed, Redis is away for a while, and at last a node is killed:
//   npm run stress:fleet -- [--sessions 300] [--seconds 120] [--redis-seconds 30]
// Exit code 1 when a byte is lost that no killed node had. Needs redis-server and perl.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { quantile } from '../bench/lib/statistics.mjs';
import { tagIn } from '../build/modules/domain/routing/node-tag.js';
import { hasRedis, RedisServer } from '../build/test/support/redis-server.js';
import { Balancer } from './fleet/balancer.mjs';
import { startGateway, startNode } from './fleet/parts.mjs';
import { runSession } from './fleet/session.mjs';

const PAUSE_S = 0.2;
/** A session prints for this long, give or take half. */
const SESSION_S = 15;

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '120' },
    'redis-seconds': { type: 'string', default: '30' },
  },
});
const [atOnce, seconds] = [Number(values.sessions), Number(values.seconds)];
const began = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);

if (!hasRedis()) {
  console.error('stress:fleet: redis-server is missing: apt-get install redis-server');
  process.exit(1);
}
const redis = await RedisServer.start();
const balancer = await Balancer.start();
const nodes = await Promise.all(
  ['node-1', 'node-2', 'node-3'].map((name) => startNode(name, redis.url)),
);
const gateways = await Promise.all([0, 1].map(() => startGateway(redis.url)));
balancer.ports = gateways.map(({ port }) => port);
const results = [];
/** Ids of the sessions that print. */
const open = new Set();
let isOver = false;
const killed = new Set();
let lostByKill = new Set();

const loops = Array.from({ length: atOnce }, (_, index) => keepPrinting(index));
try {
  await troubles();
} finally {
  isOver = true;
  await Promise.all(loops);
  await Promise.all([...nodes, ...gateways].map((part) => part.end()));
  balancer.stop();
  await redis.end();
}
process.exitCode = report() ? 0 : 1;

async function keepPrinting(index) {
  // Not all at the same moment.
  await sleep((index / atOnce) * SESSION_S * 1000);
  for (let round = 0; !isOver; round += 1) {
    const lines = Math.round((SESSION_S * (0.5 + Math.random())) / PAUSE_S);
    let id;
    const result = await runSession(
      balancer.url,
      `${index}-${round}`,
      lines,
      PAUSE_S,
      (sessionId) => {
        id = sessionId;
        open.add(id);
      },
    );
    open.delete(id);
    results.push(result);
  }
}

async function troubles() {
  const until = (part) => Math.max(0, began + seconds * 1000 * part - performance.now());
  await sleep(until(0.2));
  say(`${open.size} sessions print`);
  const replaced = replaceNodes();
  await killGateway(0);
  await sleep(until(0.35));
  say(`Redis is killed, for ${values['redis-seconds']} s`);
  await redis.end();
  await sleep(Number(values['redis-seconds']) * 500);
  await killGateway(1);
  await sleep(Number(values['redis-seconds']) * 500);
  await redis.begin();
  say('Redis is there again, empty');
  await sleep(until(0.8));
  await killGateway(0);
  await replaced;
  await sleep(3000);
  const [victim] = nodes;
  lostByKill = new Set([...open].filter((id) => tagIn(id) === victim.tag));
  say(`${victim.name} is killed, with ${lostByKill.size} sessions that print`);
  killed.add(victim.tag);
  await victim.kill();
  await sleep(5000);
}

/** Each node is drained when its successor is there. */
async function replaceNodes() {
  for (let index = 0; index < nodes.length; index += 1) {
    const former = nodes[index];
    nodes[index] = await startNode(`${former.name}b`, redis.url);
    say(`${former.name} drains, ${nodes[index].name} is there`);
    const how = await former.drain();
    say(`${former.name} has ended with ${how}`);
  }
}

async function killGateway(index) {
  const { port, kill } = gateways[index];
  await kill();
  say(`gateway ${index + 1} is killed`);
  gateways[index] = await startGateway(redis.url, port);
  say(`gateway ${index + 1} is there again`);
}

function report() {
  const isOfKilled = ({ sessionId = '' }) => killed.has(tagIn(sessionId));
  const wrong = results.filter((result) => !result.isEqual);
  const lost = wrong.filter((result) => !isOfKilled(result));
  const recoveries = results.flatMap((result) => result.recoveries);
  say(`${results.length} sessions, ${recoveries.length} resumes`);
  console.log(
    `  resumed within ${quantile(recoveries, 0.5).toFixed(0)} ms (half), ${quantile(recoveries, 0.99).toFixed(0)} ms (99 %), ` +
      `${Math.max(...recoveries).toFixed(0)} ms (all)`,
  );
  console.log(`  lost with the killed node: ${wrong.length - lost.length} sessions`);
  const bytes = lost.reduce((sum, { lostBytes }) => sum + lostBytes, 0);
  console.log(`  lost otherwise: ${bytes} bytes of ${lost.length} sessions`);
  for (const { sessionId, lostBytes, fault } of lost.slice(0, 10)) {
    console.log(
      `    ${sessionId?.slice(0, 8)}…: ${lostBytes} bytes, ${fault ?? 'another SHA-256'}`,
    );
  }
  return lost.length === 0;
}
