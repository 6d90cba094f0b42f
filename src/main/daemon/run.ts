import { runUnderInit } from './init-process.js';
import { ignoreSignals } from './signals.js';

// Everything else is imported later: it takes most of the start-up time, in which a terminal may already hang
// up.
runUnderInit();
ignoreSignals();
const { runDaemon } = await import('./daemon.js');
await runDaemon();
