import { guardLinks } from '../adapters/sandbox/bubblewrap/guard-links.js';

// Runs in a mount namespace of its own, before bubblewrap does; its argument is a list of symbolic links.
try {
  guardLinks(JSON.parse(process.argv[2] ?? '[]'));
} catch (error) {
  process.stderr.write(`sandbox: ${(error as Error).message}\n`);
  process.exit(125);
}
