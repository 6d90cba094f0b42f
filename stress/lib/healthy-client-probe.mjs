// Started by beside.mjs: a client that does nothing wrong, and asks for readiness on new connections.
// Each message to it is answered with what it measured since the one before.
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { HealthyClient } from '../../build/test/fuzz/healthy-client.js';

const PAUSE_MS = 20;
const [url, authorization, ...readyStatuses] = process.argv.slice(2);
const readyUrl = url.replace('ws:', 'http:').concat('/readyz');

const client = await HealthyClient.start(url, authorization ? { authorization } : {});
let readyMs = [];
let fault;
askForReadiness().catch((error) => {
  fault = error;
});
process.on('message', () => {
  try {
    if (fault !== undefined) {
      throw fault;
    }
    process.send({ latenciesMs: client.lap(), readyMs });
  } catch (error) {
    process.send({ fault: String(error) });
  }
  readyMs = [];
});
process.send('ready');

async function askForReadiness() {
  for (;;) {
    const asked = performance.now();
    // A connection of its own each time: a flood keeps new connections out.
    const [response] = await once(get(readyUrl, { agent: false }), 'response');
    response.resume();
    if (!readyStatuses.includes(String(response.statusCode))) {
      throw new Error(`/readyz answered ${response.statusCode}`);
    }
    readyMs.push(performance.now() - asked);
    await delay(PAUSE_MS);
  }
}
