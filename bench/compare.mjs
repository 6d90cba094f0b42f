// Measures what users wait for beside upstream `codex exec-server`, in one interleaved run: `npm run bench -- --help`.
// Compare the ratios: an absolute time says more about the machine.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { requireVersion, VERSION_OPTION } from '../scripts/codex/versions.mjs';
import { findGroup, GROUP_NAMES } from './groups/index.mjs';
import { rowsOf } from './report/ratios.mjs';
import { machine, readResults, writeResults } from './report/results.mjs';
import { tableOf } from './report/table.mjs';
import { runGroup } from './runner/run-group.mjs';
import { findTargets } from './runner/targets.mjs';

const HELP = `npm run bench -- [GROUP…] [options]

Groups: ${GROUP_NAMES.join(', ')}; all of them by default.

  --rounds N              rounds of each group (5); a median of them is a figure
  --version VERSION       of upstream (the newest)
  --also NAME=CLI.JS      another build of this daemon; NAME=NODE:CLI.JS with another Node, NAME=NODE: this build
  --node PATH             the Node of ours
  --json FILE             reads results from FILE if it exists, and adds those of each finished group
  --missing               only groups that FILE lacks
  --report                measures nothing: reports what FILE has
  --check                 exits with 1 if a goal of --thresholds is not met
  --thresholds FILE       goals (bench/thresholds.json)
  --sessions N            the most sessions of fan-out (1000; up to 5000)
  --quick                 a tenth of the work, for trying out
  --list                  prints all figures
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    version: VERSION_OPTION,
    also: { type: 'string', multiple: true, default: [] },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
    missing: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    thresholds: { type: 'string', default: 'bench/thresholds.json' },
    sessions: { type: 'string' },
    quick: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !GROUP_NAMES.includes(name));
if (unknown.length > 0) {
  throw new Error(`no group ${unknown.join(', ')}: ${GROUP_NAMES.join(', ')}`);
}
const thresholds = JSON.parse(readFileSync(values.thresholds, 'utf8'));
const results = readResults(values.json);

const list = async () => {
  for (const name of GROUP_NAMES) {
    for (const { name: figure, title, unit } of (await findGroup(name)).figures) {
      console.log(`${name}.${figure}\t${title} (${unit})`);
    }
  }
};

const wanted = () => {
  const names = positionals.length > 0 ? positionals : GROUP_NAMES;
  return values.missing ? names.filter((name) => !(name in results.groups)) : names;
};

const measure = async () => {
  const targets = await findTargets(values);
  results.machine = machine();
  results.node = process.version;
  results.upstream = requireVersion(values.version);
  for (const name of wanted()) {
    const began = performance.now();
    const group = await runGroup(name, {
      targets,
      rounds: Number(values.rounds),
      options: {
        quick: values.quick,
        ...(values.sessions && { maxSessions: Number(values.sessions) }),
      },
      timeoutMs: 600_000,
    });
    results.groups[name] = group;
    console.log(`${tableOf(name, group, thresholds)}\n`);
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    for (const failure of group.failures) {
      console.error(`${name} failed: ${failure}`);
      process.exitCode = 1;
    }
    if (values.json) {
      writeResults(values.json, results);
    }
  }
};

const check = () => {
  const rows = Object.entries(results.groups).flatMap(([name, group]) =>
    rowsOf(name, group, thresholds),
  );
  const missed = rows.filter(({ goal, isMet }) => goal && !isMet);
  console.log(`${rows.filter(({ isMet }) => isMet).length} goals met, ${missed.length} not met`);
  for (const { id } of missed) {
    console.log(`not met: ${id}`);
    process.exitCode = 1;
  }
};

if (values.help) {
  console.log(HELP);
} else if (values.list) {
  await list();
} else {
  if (values.report) {
    for (const [name, group] of Object.entries(results.groups)) {
      console.log(`${tableOf(name, group, thresholds)}\n`);
    }
  } else {
    await measure();
  }
  if (values.check) {
    check();
  }
}
