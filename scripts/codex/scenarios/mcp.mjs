import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { startMcpHttpServer } from '../mcp-http-server.mjs';

const STDIO_SERVER = fileURLToPath(new URL('../mcp-stdio-server.mjs', import.meta.url));

/** Tool servers that run where the daemon runs, from the configuration that it reads out there. */
export const MCP = [
  {
    name: 'mcp-over-stdio',
    config: (run) => `[mcp_servers.probe]
environment_id = "remote"
required = true
cwd = "${run.workspace}"
command = "${process.execPath}"
args = ["${STDIO_SERVER}"]
`,
    steps: callProbe,
    check: (run) => assert.match(run.output(0), /stdio says: hello/),
  },
  {
    name: 'mcp-over-http',
    prepare: async (run) => {
      const server = await startMcpHttpServer();
      run.onClose(server.close);
      await run.put(
        'config.toml',
        `[mcp_servers.probe]\nrequired = true\nurl = "${server.url}"\n`,
        run.serverHome,
      );
    },
    steps: callProbe,
    check: (run) => assert.match(run.output(0), /http says: hello/),
  },
];

function callProbe() {
  const call = { tool: 'echo', namespace: 'mcp__probe', arguments: { text: 'hello' } };
  return [call, { say: 'done' }];
}
