import { leaveProcessOne } from './process-one.js';
import { ignoreSignals } from './signals.js';

// All else is loaded later: it takes most of the time of a start, in which a terminal may already hang up.
leaveProcessOne();
ignoreSignals();
const { runDaemon } = await import('./daemon.js');
await runDaemon();
