// An MCP server on standard input and output, for the scenario mcp-over-stdio.
import { createInterface } from 'node:readline';
import { mcpAnswer } from './mcp-answer.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  const answer = mcpAnswer(JSON.parse(line), 'stdio');
  if (answer) {
    console.log(JSON.stringify(answer));
  }
}
