// The real Codex CLI, with a scripted model, over this daemon and over upstream:
//   npm run codex-e2e -- [SCENARIO]… [--version 0.169.0 | 0.171.0] [--upstream | --no-upstream] [--at-once N] [--repeat N]
//     [--gateway] [--show]
// The CLI, and upstream with it, is the newest, or that of `--version`; with `--repeat` each scenario runs N times.
// With `--gateway` the CLI reaches ours by a gateway to two nodes. Scenarios of what upstream lacks run on ours only. A scenario passes by what the model received as tool output and by the content of the workspace afterwards. Without a name all
// scenarios run; `--show` prints what the model got. Upstream runs too unless CI is set. Exit code 1 when this daemon fails a
// scenario, 75 when the CLI cannot be fetched.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { gate } from './codex/gate.mjs';
import { DAEMON, interruption } from './codex/program.mjs';
import { runScenario } from './codex/run-scenario.mjs';
import { SCENARIOS } from './codex/scenarios.mjs';
import { requireVersion, VERSION_OPTION } from './codex/versions.mjs';

/** EX_TEMPFAIL of sysexits.h: it says nothing about the daemon. */
const CANNOT_FETCH = 75;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: VERSION_OPTION,
    upstream: { type: 'boolean', default: !process.env.CI },
    'no-upstream': { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '4' },
    repeat: { type: 'string', default: '1' },
    show: { type: 'boolean', default: false },
    gateway: { type: 'boolean', default: false },
  },
});
const interrupted = interruption();
process.exitCode = await main();

async function main() {
  const unknown = positionals.filter((name) => !SCENARIOS.some((one) => one.name === name));
  if (unknown.length > 0) {
    return giveUp(`no scenario is called ${unknown.join(', ')}`);
  }
  if (!existsSync(DAEMON)) {
    return giveUp('dist/main/cli.js is missing: run npm run build first');
  }
  let version;
  try {
    version = requireVersion(values.version);
  } catch (error) {
    return giveUp(error.message);
  }
  let cli;
  try {
    cli = await ensureCodexCli({ version, signal: interrupted, log: console.log });
  } catch (error) {
    return giveUp(`the Codex CLI cannot be fetched: ${error.message}`, CANNOT_FETCH);
  }
  const isWanted = ({ name }) => positionals.length === 0 || positionals.includes(name);
  const failed = await runAll(SCENARIOS.filter(isWanted), cli);
  console.log(failed === 0 ? 'codex-e2e: passed' : `codex-e2e: ${failed} failed on ours`);
  return failed === 0 ? 0 : 1;
}

/** Prints a row as soon as its scenario, and those before it, are over on every daemon. */
async function runAll(scenarios, cli) {
  const ours = {
    command: [process.execPath, DAEMON, '--log-level', 'warn'],
    isFleet: values.gateway,
  };
  const upstream = { command: [...cli.command, 'exec-server'] };
  const daemons = values.upstream && !values['no-upstream'] ? [ours, upstream] : [ours];
  const began = performance.now();
  console.log(row('scenario', ['ours', 'upstream'].slice(0, daemons.length)));
  const isFree = gate(Number(values['at-once']));
  const repeat = (run) => Promise.all(Array.from({ length: Number(values.repeat) }, run));
  const rows = scenarios.map((scenario) =>
    daemons
      .filter((daemon) => daemon === ours || !scenario.daemonArgs)
      .map((daemon) => repeat(() => isFree(() => runScenario(scenario, cli, daemon, interrupted)))),
  );
  let failed = 0;
  for (const [index, scenario] of scenarios.entries()) {
    const results = await Promise.all(rows[index]);
    console.log(row(scenario.name, results.map(verdict)));
    for (const [side, runs] of results.entries()) {
      for (const run of runs.filter(({ fault }) => fault || values.show)) {
        explain(['ours', 'upstream'][side], run);
      }
    }
    if (results[0].some(({ fault }) => fault)) {
      failed += 1;
    }
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `codex-e2e: ${scenarios.length} scenarios of codex-cli ${values.version} in ${seconds} s`,
  );
  return failed;
}

function row(name, cells) {
  return [name.padEnd(30), ...cells.map((cell) => cell.padEnd(16))].join(' ').trimEnd();
}

function verdict(runs) {
  const passed = runs.filter(({ fault }) => !fault).length;
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0) / runs.length;
  const count = runs.length === 1 ? '' : ` ${passed} of ${runs.length},`;
  return `${passed === runs.length ? 'passed' : 'FAILED'}${count} ${seconds.toFixed(1)} s`;
}

function explain(who, { fault, evidence }) {
  const parts = [fault && `${who}: ${fault}`];
  for (const [call, text] of (evidence.toolOutputs?.() ?? []).entries()) {
    parts.push(`${who}, output of call ${call}: ${shorten(text)}`);
  }
  if (fault) {
    parts.push(evidence.daemonLog?.() && `daemon: ${shorten(evidence.daemonLog())}`);
  }
  if (fault) {
    parts.push(evidence.codexLog?.() && `codex: ${shorten(evidence.codexLog())}`);
  }
  console.log(parts.filter(Boolean).join('\n').replace(/^/gm, '    | '));
}

function shorten(text) {
  return text.length <= 2000
    ? text.trimEnd()
    : `${text.slice(0, 1000)}\n…\n${text.slice(-900).trimEnd()}`;
}

function giveUp(why, exitCode = 1) {
  console.error(`codex-e2e: ${why}`);
  return exitCode;
}
