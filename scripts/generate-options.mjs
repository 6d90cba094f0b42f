// Writes docs/options.md from the option definitions of the built daemon:
//   npm run docs:options
import { writeFile } from 'node:fs/promises';
import { GATEWAY } from '../build/modules/main/gateway/gateway-command-line.js';
import { DAEMON } from '../build/modules/main/options/command-line.js';
import { renderOptions } from './docs/render-options.mjs';

await writeFile(
  new URL('../docs/options.md', import.meta.url),
  renderOptions(DAEMON.describe().options, GATEWAY.describe().options),
);
