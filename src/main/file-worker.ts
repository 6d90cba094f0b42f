import { NodeFileSystem } from '../adapters/file-system/node-file-system.js';
import { runFileWorker } from '../adapters/sandbox/files/run-file-worker.js';

// Runs inside a sandbox, and performs file operations for the daemon.
runFileWorker(new NodeFileSystem());
