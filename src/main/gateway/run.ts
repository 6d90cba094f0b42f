import { runUnderInit } from '../daemon/init-process.js';
import { ignoreSignals } from '../daemon/signals.js';

// Everything else is imported later, as in the daemon.
runUnderInit();
ignoreSignals();
const { runGateway } = await import('./run-gateway.js');
// Behind the word `gateway`.
await runGateway(process.argv.slice(3));
