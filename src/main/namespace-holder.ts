import { holdNamespace } from '../adapters/sandbox/network/hold-namespace.js';

// Runs in a network namespace of its own; its argument is the number of sockets to hand over.
holdNamespace(Number(process.argv[2]));
