import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChildGroup } from './child-group.mjs';

/**
 * Starts `codex exec` on one prompt: scripted model, no approvals, commands through the
 * exec-server. It gets an environment of its own, so no key or setting of the user's reaches
 * it, and the model as its proxy, so that what it tries to reach beyond loopback is refused and
 * known.
 *
 * @param {object} options
 * @param {readonly string[]} options.command the Codex CLI
 * @param {string} options.home its `CODEX_HOME`, an empty directory outside `/tmp`
 * @param {string} options.workspace the directory it works in
 * @param {string} options.modelUrl where the scripted model listens
 * @param {string} options.execServerUrl where the daemon listens
 * @param {string} options.prompt
 * @param {'danger-full-access' | 'read-only' | 'workspace-write'} [options.sandbox] for its commands
 * @param {string} [options.permissions] the profile in `config` that takes the place of `sandbox`
 * @param {readonly string[]} [options.features] that are off by default
 * @param {string} [options.config] TOML tables added to its configuration
 */
export async function startCodexExec(options) {
  const { command, home, workspace, modelUrl, execServerUrl, prompt } = options;
  await writeFile(join(home, 'config.toml'), config(options));
  const args = ['exec', '--skip-git-repo-check', '-C', workspace, prompt];
  return startChildGroup([...command, ...args], {
    cwd: workspace,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      CODEX_HOME: home,
      CODEX_EXEC_SERVER_URL: execServerUrl,
      HTTP_PROXY: modelUrl,
      HTTPS_PROXY: modelUrl,
      NO_PROXY: '127.0.0.1',
    },
  });
}

/** Plugins are off because they call out to GitHub and ChatGPT at start-up. */
function config(options) {
  const { modelUrl, sandbox = 'danger-full-access', permissions, features = [] } = options;
  const confined = permissions
    ? `default_permissions = "${permissions}"`
    : `sandbox_mode = "${sandbox}"`;
  return `model = "scripted"
model_provider = "scripted"
approval_policy = "never"
${confined}
check_for_update_on_startup = false

[analytics]
enabled = false

[features]
plugins = false
${features.map((name) => `${name} = true\n`).join('')}
[model_providers.scripted]
name = "scripted"
base_url = "${modelUrl}/v1"
wire_api = "responses"

${options.config ?? ''}`;
}
