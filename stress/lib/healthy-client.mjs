// Started by bench/fuzz.mjs: a client that is served while others misbehave, until it is told to stop.
import { once } from 'node:events';
import { HealthyClient } from '../../build/test/fuzz/healthy-client.js';

const client = await HealthyClient.start(process.argv[2]);
await once(process, 'message');
// Disconnecting at once would cut a long report off.
process.send(await client.stop(), () => process.disconnect());
