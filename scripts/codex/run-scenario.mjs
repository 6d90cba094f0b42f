import { startCodexExec } from './codex-exec.mjs';
import { startExecServer } from './exec-server.mjs';
import { startFleet } from './fleet.mjs';
import { makeRunDirectory } from './run-directory.mjs';
import { ScenarioRun } from './scenario-run.mjs';
import { startScriptedModel } from './scripted-model.mjs';
import { unlessAborted } from './unless-aborted.mjs';

const TIME_LIMIT_MS = 60_000;
const { FaultProxy } = await import(new URL('../../dist/testing/index.js', import.meta.url));

/**
 * What a scripted model asks of the Codex CLI, and what must come of it.
 *
 * @typedef {object} Scenario
 * @property {string} name unique, kebab-case
 * @property {string} [prompt]
 * @property {'danger-full-access' | 'read-only' | 'workspace-write'} [sandbox] the first when absent
 * @property {string} [permissions] a profile in its configuration, in place of `sandbox`
 * @property {readonly string[]} [features] features of the CLI that are off by default
 * @property {readonly string[]} [daemonArgs] options of the daemon, which upstream does not have: it is left out
 * @property {(run: ScenarioRun) => Promise<void>} [prepare] fills the directories before anything starts
 * @property {(run: ScenarioRun) => string} [config] TOML for the CLI's configuration
 * @property {string} [requirements] TOML of the administrator of the CLI's host
 * @property {'allow' | 'deny'} [review] approvals are asked of the model, which says so; never asked when absent
 * @property {(run: ScenarioRun) => readonly import('./model-script.mjs').StepSource[]} steps
 * @property {(run: ScenarioRun) => void | Promise<void>} check throws at what is not as it must be
 */

/**
 * Runs a scenario with a daemon, a model and a CLI of its own. Resolves with what is wrong
 * (undefined when nothing is), how long it took, and what to look at when it failed.
 *
 * @param {Scenario} scenario
 * @param {{ cacheDir: string, command: string[] }} cli
 * @param {{ command: readonly string[], isFleet?: boolean }} daemon the command that starts it, up to its options; whether the CLI
 *   reaches it by a gateway
 * @param {AbortSignal} interrupt
 */
export async function runScenario(scenario, cli, daemon, interrupt) {
  const open = [];
  const began = performance.now();
  const evidence = {};
  let fault;
  try {
    const signal = AbortSignal.any([interrupt, AbortSignal.timeout(TIME_LIMIT_MS)]);
    await play(scenario, cli, daemon, signal, open, evidence);
  } catch (error) {
    fault = error.message;
  }
  for (const close of open.reverse()) {
    await close().catch(() => undefined);
  }
  return { fault, seconds: (performance.now() - began) / 1000, evidence };
}

/** Pushes what closes on `open` as it goes, so that the caller closes it however this ends. */
async function play(scenario, cli, daemon, signal, open, evidence) {
  const directory = await makeRunDirectory(cli.cacheDir);
  open.push(directory.remove);
  const run = new ScenarioRun(directory, signal);
  await scenario.prepare?.(run);
  open.push(() => run.close());

  const model = await startScriptedModel(scenario.steps(run), scenario.review);
  open.push(model.close);
  run.script = model.script;
  evidence.toolOutputs = () => model.script.outputs.map((_, call) => run.output(call));

  const start = daemon.isFleet ? startFleet : startExecServer;
  const server = start({
    command: daemon.command,
    home: directory.serverHome,
    env: run.daemonEnv,
    args: scenario.daemonArgs,
  });
  run.server = server;
  open.push(server.end);
  evidence.daemonLog = server.stderr;
  run.proxy = await FaultProxy.open(await unlessAborted(server.bound, signal));
  open.push(() => run.proxy.close());

  const codex = await startCodexExec({
    command: cli.command,
    home: directory.clientHome,
    workspace: directory.workspace,
    modelUrl: model.url,
    execServerUrl: run.proxy.url,
    prompt: scenario.prompt ?? 'Do as the script says.',
    sandbox: scenario.sandbox,
    permissions: scenario.permissions,
    features: scenario.features,
    config: scenario.config?.(run),
    requirements: scenario.requirements,
    isReviewed: scenario.review !== undefined,
  });
  open.push(codex.end);
  evidence.codexLog = codex.stderr;
  const exitCode = await unlessAborted(codex.exited, signal);

  await scenario.check(run);
  if (model.script.faults.length > 0) {
    throw new Error(model.script.faults.join('; '));
  }
  if (!model.script.isFinished()) {
    throw new Error('the model was not asked for all of its script');
  }
  if (exitCode !== 0) {
    throw new Error(`codex ended with ${exitCode}`);
  }
}
