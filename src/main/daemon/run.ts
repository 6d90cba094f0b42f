import { runUnderInit } from './init-process.js';
import { ignoreSignals } from './signals.js';

// Everything else is imported later: it takes most of the start-up time, in which a terminal may already hang
// up.
runUnderInit();
ignoreSignals();
// Imported in parts, since Node opens all files of a part at once and few descriptors may be allowed.
await import('../modules/application-module.js');
await import('../modules/adapters-module.js');
await import('../modules/transport-module.js');
const { runDaemon } = await import('./daemon.js');
await runDaemon();
