import { COMMANDS } from './scenarios/commands.mjs';
import { FILES } from './scenarios/files.mjs';
import { MCP } from './scenarios/mcp.mjs';
import { OUTAGES } from './scenarios/outages.mjs';
import { SANDBOX } from './scenarios/sandbox.mjs';
import { TERMINAL } from './scenarios/terminal.mjs';

/** Every scenario, in the order of the table. */
export const SCENARIOS = [...COMMANDS, ...TERMINAL, ...FILES, ...SANDBOX, ...MCP, ...OUTAGES];
