// A fleet in one process: the real routing code (node table, known nodes, RouteConnection) over nodes that are objects, second by second
// of its own time. Sessions come and go, connections are lost, nodes die, the directory is away, gateways end, and every node is replaced:
//   npm run simulate -- [--nodes 1000] [--sessions 1000000] [--gateways 10]
// Exit code 1 when a session is lost whose node lives, or when one node has more than 1.5 times its share while none
// drains.
import { parseArgs } from 'node:util';
import { NoGatewayMetrics } from '../build/modules/adapters/metrics/no-metrics.js';
import { DEFAULT_ROUTING_LIMITS } from '../build/modules/application/limits/routing-limits.js';
import { KnownNodes } from '../build/modules/application/routing/known-nodes.js';
import { RouteConnection } from '../build/modules/application/use-cases/routing/route-connection.js';
import { SimulatedFleet } from './simulate/simulated-fleet.mjs';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    sessions: { type: 'string', default: '1000000' },
    gateways: { type: 'string', default: '10' },
  },
});
const [nodeCount, sessionCount, gatewayCount] = [
  values.nodes,
  values.sessions,
  values.gateways,
].map(Number);

/** Sessions last from 0 to this long, so a drain takes that long. */
const LONGEST_S = 300;
const FILL_S = 60;
/** Every node is replaced, half of them at a time. */
const WAVES = 2;
/** Between two waves, and in front of the first. */
const CALM_S = 60;
const WAVE_S = LONGEST_S + CALM_S;
const END_S = FILL_S + CALM_S + WAVES * WAVE_S;
/** Each session loses its connection once in this time. */
const BETWEEN_CUTS_S = 300;
const NODE_DIES_EVERY_S = 30;
const DIRECTORY_AWAY = [300, 330];
const GATEWAY_ENDS_S = 500;
const TRIES = 45;

const fleet = new SimulatedFleet(Math.ceil((sessionCount / nodeCount) * 3));
const ignore = () => undefined;
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const limits = { ...DEFAULT_ROUTING_LIMITS, directoryGapMs: 0 };
const startGateway = () => {
  const known = new KnownNodes(fleet.directory, fleet.clock, limits, quiet, new NoGatewayMetrics());
  return { known, routes: new RouteConnection(known, fleet.dialer, fleet.clock) };
};

/** Sessions that live, in a list so that one can be picked at random. */
const sessions = [];
/** Sessions by the second in which they end. */
const ending = Array.from({ length: END_S + LONGEST_S + 2 }, () => []);
const total = {
  opened: 0,
  resumed: 0,
  tries: 0,
  refused: 0,
  lostWithNode: 0,
  lostOtherwise: 0,
  calm: 0,
  wave: 0,
};
let routed = 0;
let routingMs = 0;
let draining = [];

for (let node = 0; node < nodeCount; node += 1) {
  fleet.start();
}
fleet.tick(0);
const gateways = Array.from({ length: gatewayCount }, startGateway);
const began = performance.now();
for (let second = 0; second < END_S; second += 1) {
  await step(second);
}
report();

async function step(second) {
  trouble(second);
  fleet.tick(second * 1000);
  await Promise.all(gateways.map(({ known }) => known.refresh()));
  expire(second);
  const missing = sessionCount - sessions.length;
  const opened = second < FILL_S ? Math.ceil(missing / (FILL_S - second)) : missing;
  const from = process.cpuUsage();
  for (let index = 0; index < opened; index += 1) {
    await open(second);
  }
  const cuts =
    second === GATEWAY_ENDS_S ? sessions.length / gatewayCount : sessions.length / BETWEEN_CUTS_S;
  for (let index = 0; index < cuts; index += 1) {
    await resume(sessions[Math.floor(Math.random() * sessions.length)]);
  }
  const { user, system } = process.cpuUsage(from);
  routingMs += (user + system) / 1000;
  if (second >= FILL_S && second % 10 === 0) {
    measure();
  }
}

function trouble(second) {
  fleet.isDirectoryReachable = second < DIRECTORY_AWAY[0] || second >= DIRECTORY_AWAY[1];
  if (second === GATEWAY_ENDS_S) {
    gateways[0] = startGateway();
  }
  if (second > FILL_S && second % NODE_DIES_EVERY_S === 0) {
    const { nodes } = fleet;
    fleet.end(nodes[Math.floor(Math.random() * nodes.length)], { isHostGone: second % 60 === 0 });
    fleet.start();
  }
  const sinceFirstWave = second - FILL_S - CALM_S;
  if (sinceFirstWave >= 0 && sinceFirstWave % WAVE_S === 0 && sinceFirstWave / WAVE_S < WAVES) {
    const former = fleet.nodes.filter(({ isAlive, wave }) => isAlive && wave === undefined);
    const wave = sinceFirstWave / WAVE_S;
    for (const node of former.slice(0, Math.ceil(former.length / (WAVES - wave)))) {
      fleet.start().wave = wave;
      node.isDraining = true;
      draining.push(node);
    }
  }
  for (const node of draining.filter(({ sessions: left }) => left.size === 0)) {
    fleet.end(node, { isOrderly: true });
  }
  draining = draining.filter(({ sessions: left, isAlive }) => isAlive && left.size > 0);
}

/** Sessions that have ended, and those of nodes that have died, whose clients find out when they resume. */
function expire(second) {
  for (const session of ending[second]) {
    if (session.index !== undefined) {
      remove(session.index);
    }
  }
  ending[second] = [];
}

function remove(index) {
  const session = sessions[index];
  session.index = undefined;
  session.node.sessions.delete(session);
  const last = sessions.pop();
  if (last !== session) {
    sessions[index] = last;
    last.index = index;
  }
}

function anyGateway() {
  return gateways[Math.floor(Math.random() * gateways.length)];
}

async function open(second) {
  routed += 1;
  const result = await anyGateway().routes.execute({ address: '192.0.2.1' });
  if (result.outcome !== 'opened') {
    total.refused += 1;
    return;
  }
  total.opened += 1;
  const node = result.link;
  const session = { id: randomId(node.tag), node, index: sessions.length };
  ending[second + 1 + Math.floor(Math.random() * LONGEST_S)].push(session);
  node.sessions.add(session);
  sessions.push(session);
}

async function resume(session) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    routed += 1;
    total.tries += 1;
    const result = await anyGateway().routes.execute({
      sessionId: session.id,
      address: '192.0.2.1',
    });
    if (result.outcome !== 'opened') {
      // Time does not pass here; a host that is gone is left out by the directory after 5 s.
      if (!session.node.isAlive) {
        return;
      }
      continue;
    }
    if (result.link === session.node) {
      total.resumed += 1;
    } else {
      total[session.node.isAlive ? 'lostOtherwise' : 'lostWithNode'] += 1;
      remove(session.index);
    }
    return;
  }
  total.lostOtherwise += 1;
  remove(session.index);
}

function measure() {
  const open = fleet.nodes.filter(({ isAlive, isDraining }) => isAlive && !isDraining);
  const counts = open.map(({ sessions: { size } }) => size);
  const mean = counts.reduce((sum, size) => sum + size, 0) / counts.length;
  const phase = draining.length === 0 ? 'calm' : 'wave';
  total[phase] = Math.max(total[phase], Math.max(...counts) / mean);
}

function randomId(tag) {
  const digits = (count) =>
    Math.floor(Math.random() * 16 ** count)
      .toString(16)
      .padStart(count, '0');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(4)}${tag}`;
}

function report() {
  const count = (number) => Math.round(number).toLocaleString('en');
  const seconds = (performance.now() - began) / 1000;
  const lines = [
    `${count(nodeCount)} nodes, ${count(gatewayCount)} gateways, ${count(sessionCount)} sessions at a time, ${count(END_S)} s of their time in ${seconds.toFixed(0)} s`,
    `sessions opened: ${count(total.opened)}; new ones that found no node: ${count(total.refused)}`,
    `resumes: ${count(total.resumed)}, with ${count(total.tries)} attempts`,
    `sessions lost with their node: ${count(total.lostWithNode)}; lost otherwise: ${count(total.lostOtherwise)}`,
    `imbalance: the fullest node had ${total.calm.toFixed(2)} times the mean, and ${total.wave.toFixed(2)} times while others drained`,
    `connections routed: ${count(routed)}, ${count(routed / (routingMs / 1000))} a second of CPU time; ${(fleet.dials / routed).toFixed(3)} nodes dialled for each`,
  ];
  console.log(lines.join('\n'));
  process.exitCode = total.lostOtherwise === 0 && total.calm < 1.5 ? 0 : 1;
}
