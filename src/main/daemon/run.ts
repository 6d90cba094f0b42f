import { leaveProcessOne } from './init-process.js';
import { ignoreSignals } from './signals.js';

// All else is loaded later: it takes most of the time of a start, in which a terminal may already hang up.
leaveProcessOne();
ignoreSignals();
// It is loaded in parts: Node opens all files of a part at once, where few descriptors may be allowed.
await import('../modules/application-module.js');
await import('../modules/adapters-module.js');
await import('../modules/transport-module.js');
const { runDaemon } = await import('./daemon.js');
await runDaemon();
