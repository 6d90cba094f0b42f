import { COMMANDS } from './scenarios/commands.mjs';
import { DRAIN } from './scenarios/drain.mjs';
import { FILES } from './scenarios/files.mjs';
import { MCP } from './scenarios/mcp.mjs';
import { NETWORK } from './scenarios/network.mjs';
import { OUTAGES } from './scenarios/outages.mjs';
import { SANDBOX } from './scenarios/sandbox.mjs';
import { SHELL_SNAPSHOTS } from './scenarios/shell-snapshots.mjs';
import { TERMINAL } from './scenarios/terminal.mjs';
import { TOOLS } from './scenarios/tools.mjs';

/** Every scenario, in the order of the table. */
export const SCENARIOS = [
  ...COMMANDS,
  ...SHELL_SNAPSHOTS,
  ...TERMINAL,
  ...TOOLS,
  ...FILES,
  ...SANDBOX,
  ...NETWORK,
  ...MCP,
  ...OUTAGES,
  ...DRAIN,
];
