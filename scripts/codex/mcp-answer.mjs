const TOOL = {
  name: 'echo',
  description: 'Says what it is told.',
  inputSchema: {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
  },
  annotations: { readOnlyHint: true },
};

/**
 * What an MCP server with one tool, `echo`, answers to a message; undefined for a notification.
 *
 * @param {{ id?: unknown, method: string, params?: object }} message
 * @param {string} who the tool's name for itself
 */
export function mcpAnswer({ id, method, params }, who) {
  if (id === undefined) {
    return undefined;
  }
  const result = {
    initialize: () => ({
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'probe', version: '1' },
    }),
    'tools/list': () => ({ tools: [TOOL] }),
    'tools/call': () => ({
      content: [{ type: 'text', text: `${who} says: ${params.arguments.text}` }],
    }),
  }[method];
  if (result) {
    return { jsonrpc: '2.0', id, result: result() };
  }
  return { jsonrpc: '2.0', id, error: { code: -32_601, message: 'not here' } };
}
