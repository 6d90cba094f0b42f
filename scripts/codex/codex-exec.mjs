import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChildGroup } from './child-group.mjs';

/**
 * Starts `codex exec` on one prompt: scripted model, commands through the exec-server. It gets an environment of its own, so no key or setting of the user's reaches
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
 * @param {string} [options.requirements] TOML, which it finds as `/etc/codex/requirements.toml`
 * @param {boolean} [options.isReviewed] approvals are asked of the model, by a request for JSON
 */
export async function startCodexExec(options) {
  const { command, home, workspace, modelUrl, execServerUrl, prompt, requirements } = options;
  await writeFile(join(home, 'config.toml'), config(options));
  const wrapper = requirements === undefined ? [] : await withRequirements(requirements, home);
  const args = ['exec', '--skip-git-repo-check', '-C', workspace, prompt];
  return startChildGroup([...wrapper, ...command, ...args], {
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

/** The start of a command that runs the rest of it where `/etc` has these requirements beside what this host has there. */
async function withRequirements(requirements, home) {
  const directory = join(home, 'requirements');
  await mkdir(directory);
  await writeFile(join(directory, 'requirements.toml'), requirements);
  const entries = (await readdir('/etc')).filter((name) => name !== 'codex');
  const binds = entries.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]);
  const mounts = ['--dev-bind', '/', '/', '--tmpfs', '/etc', ...binds];
  return ['bwrap', ...mounts, '--ro-bind', directory, '/etc/codex', '--'];
}

/** Plugins are off because they call out to GitHub and ChatGPT at start-up. */
function config(options) {
  const { modelUrl, sandbox = 'danger-full-access', permissions, features = [] } = options;
  const approvals = options.isReviewed
    ? 'approval_policy = "on-request"\napprovals_reviewer = "auto_review"'
    : 'approval_policy = "never"';
  const confined = permissions
    ? `default_permissions = "${permissions}"`
    : `sandbox_mode = "${sandbox}"`;
  return `model = "scripted"
model_provider = "scripted"
${approvals}
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
