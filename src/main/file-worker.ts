import { NodeFileSystem } from '../adapters/file-system/node-file-system.js';
import { runFileWorker } from '../adapters/sandbox/files/run-file-worker.js';

// Runs in a sandbox, as the daemon's hand on the files that the sandbox shows.
runFileWorker(new NodeFileSystem());
