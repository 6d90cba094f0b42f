const TOOL = 'exec_command';

/**
 * The tool call that runs a shell command, by the only shell that Codex CLI 0.169.0 offers.
 *
 * @param {readonly { name?: string, type: string }[]} tools what the request offers
 * @param {{ shell: string, with?: object }} call the command, and more arguments for the tool
 * @returns {{ tool: string, arguments: object }}
 * @throws when the request does not offer it
 */
export function shellCall(tools, call) {
  const offered = tools.map(({ name, type }) => name ?? type);
  if (!offered.includes(TOOL)) {
    throw new Error(`no ${TOOL} among the tools: ${offered.join(', ')}`);
  }
  return { tool: TOOL, arguments: { cmd: call.shell, ...call.with } };
}
