// Runs the real Codex CLI, with a scripted model, against an exec-server daemon, and looks at what
// the model got back. `--native` runs it against `codex exec-server` instead of this project's own.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { startCodexExec } from './codex/codex-exec.mjs';
import { startExecServer } from './codex/exec-server.mjs';
import { makeRunFolder } from './codex/run-folder.mjs';
import { startScriptedModel } from './codex/scripted-model.mjs';
import { unlessAborted } from './codex/unless-aborted.mjs';

const TIME_LIMIT_MS = 60_000;
const DAEMON = fileURLToPath(new URL('../dist/main/cli.js', import.meta.url));
const MARK_NAME = 'EXEC_SERVER_SMOKE_MARK';

const native = process.argv.includes('--native');
const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => interrupt.abort(new Error(`interrupted by ${name}`)));
}
process.exitCode = await main();

async function main() {
  if (!native && !existsSync(DAEMON)) {
    console.error('codex-smoke: dist/main/cli.js is missing: run npm run build first');
    return 1;
  }
  const open = [];
  try {
    const cli = await ensureCodexCli({ signal: interrupt.signal, log: say });
    await smoke(cli, open);
    say('passed');
    return 0;
  } catch (error) {
    for (const { name, log } of open) {
      if (log?.()) console.error(indent(`${name} stderr`, log()));
    }
    console.error(`codex-smoke: failed: ${error.message}`);
    return 1;
  } finally {
    for (const { close } of open.reverse()) await close().catch((error) => say(error.message));
  }
}

/** Pushes what it opens on `open` as it goes, so that the caller closes it however this ends. */
async function smoke(cli, open) {
  const signal = AbortSignal.any([interrupt.signal, timeLimit(open)]);
  const mark = randomUUID();
  const began = performance.now();

  const folder = await makeRunFolder(cli.cacheDir);
  open.push({ name: 'folder', close: folder.remove });

  const model = await startScriptedModel([
    { shell: `echo hello; echo $${MARK_NAME}` },
    { say: 'The command printed hello.' },
  ]);
  open.push({ name: 'model', close: model.close });

  const server = startExecServer({
    command: native ? [...cli.command, 'exec-server'] : [process.execPath, DAEMON],
    home: folder.serverHome,
    env: { [MARK_NAME]: mark },
  });
  open.push({ name: 'daemon', close: server.end, log: server.stderr });
  const execServerUrl = await unlessAborted(server.bound, signal);

  const codex = await startCodexExec({
    command: cli.command,
    home: folder.clientHome,
    workspace: folder.workspace,
    modelUrl: model.url,
    execServerUrl,
    prompt: 'Say hello from a shell.',
  });
  open.push({ name: 'codex', close: codex.end, log: codex.stderr });
  const exitCode = await unlessAborted(codex.exited, signal);

  const toolOutput = [...model.toolOutputs.values()].join('\n');
  console.log(indent('the model received as tool output', toolOutput || '(nothing)'));
  if (model.refusedHosts.size > 0) say(`refused on the way out: ${[...model.refusedHosts]}`);
  check({ model, toolOutput, mark, exitCode });
  const who = native ? 'codex exec-server' : 'exec-server';
  say(`codex ran the command through ${who} in ${Math.round(performance.now() - began)} ms`);
}

function check({ model, toolOutput, mark, exitCode }) {
  const lines = toolOutput.split('\n');
  const faults = [
    ...model.faults,
    exitCode === 0 || `codex ended with ${exitCode}`,
    model.toolOutputs.size === 1 || `the model got ${model.toolOutputs.size} tool outputs, not 1`,
    lines.includes('hello') || 'the tool output lacks hello',
    lines.includes(mark) || "the tool output lacks the mark from the daemon's environment",
    /exited with code 0$/m.test(toolOutput) || 'the tool output lacks exit code 0',
    model.isFinished() || 'the model was not asked for all of its script',
  ].filter((fault) => fault !== true);
  if (faults.length > 0) throw new Error(faults.join('; '));
}

function timeLimit(open) {
  const limit = new AbortController();
  const expired = new Error(`no result within ${TIME_LIMIT_MS / 1000} s`);
  const timer = setTimeout(() => limit.abort(expired), TIME_LIMIT_MS);
  open.push({ name: 'time limit', close: async () => clearTimeout(timer) });
  return limit.signal;
}

function say(text) {
  console.log(`codex-smoke: ${text}`);
}

function indent(title, text) {
  return `codex-smoke: ${title}:\n${text.trimEnd().replace(/^/gm, '  | ')}`;
}
