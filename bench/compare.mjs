// Measures what users wait for beside upstream `codex exec-server`, in one interleaved run: `npm run bench -- --help`.
// Compare the ratios: an absolute time says more about the machine.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { requireVersion, VERSION_OPTION } from '../scripts/codex/versions.mjs';
import { findGroup, GROUP_NAMES } from './groups/index.mjs';
import { captionOf, figuresOf, replaceFigures, summaryOf } from './report/document.mjs';
import { judge } from './report/goals.mjs';
import { plotOf } from './report/plot.mjs';
import { addGroup, machine, readResults, writeResults } from './report/results.mjs';
import { tableOf } from './report/table.mjs';
import { closeInheritedDescriptors } from './runner/inherited-descriptors.mjs';
import { runGroup } from './runner/run-group.mjs';
import { findTargets } from './runner/targets.mjs';

const GROUP_TIMEOUT_MS = 600_000;
const HELP = `npm run bench -- [GROUP…] [options]

Groups: ${GROUP_NAMES.join(', ')}; all of them by default.

  --rounds N          rounds of each group (5); a figure is their median
  --version VERSION   of upstream (the newest)
  --node PATH         the Node of ours
  --also NAME=CLI.JS  another build of this daemon, NAME=NODE:CLI.JS with another Node, NAME=NODE: this build with another Node
  --json FILE         keeps the results of FILE, if it exists, and adds each group once it is finished
  --missing           only groups that FILE lacks, or that failed
  --report            measures nothing: reports what FILE has
  --svg FILE          plots all ratios
  --check             exits with 1 if a goal of --thresholds is not met
  --thresholds FILE   goals (bench/thresholds.json)
  --write             the same with docs/performance/results.json and ratios.svg, and writes the figures into docs/performance.md
  --sessions N        the most sessions of fan-out (1000; up to 5000)
  --quick             a tenth of the work, for trying out
  --list              prints all figures
`;

closeInheritedDescriptors();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    version: VERSION_OPTION,
    node: { type: 'string', default: process.execPath },
    also: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    missing: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    svg: { type: 'string' },
    check: { type: 'boolean', default: false },
    thresholds: { type: 'string', default: 'bench/thresholds.json' },
    write: { type: 'boolean', default: false },
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
if (values.write && values.quick) {
  throw new Error('--quick figures are not for the document');
}
const DOCUMENT = 'docs/performance.md';
const json = values.json ?? (values.write ? 'docs/performance/results.json' : undefined);
const svg = values.svg ?? (values.write ? 'docs/performance/ratios.svg' : undefined);
const thresholds = JSON.parse(readFileSync(values.thresholds, 'utf8'));
const results = readResults(json);

const list = async () => {
  for (const name of GROUP_NAMES) {
    for (const { name: figure, title, unit } of (await findGroup(name)).figures) {
      console.log(`${name}.${figure}\t${title} (${unit})`);
    }
  }
};

const wanted = () => {
  const names = positionals.length > 0 ? positionals : GROUP_NAMES;
  const isComplete = (name) => results.groups[name]?.failures.length === 0;
  return values.missing ? names.filter((name) => !isComplete(name)) : names;
};

const measure = async () => {
  const targets = await findTargets(values);
  Object.assign(results, {
    machine: machine(),
    node: execFileSync(values.node, ['--version'], { encoding: 'utf8' }).trim(),
    upstream: requireVersion(values.version),
  });
  for (const name of wanted()) {
    const began = performance.now();
    const group = await runGroup(name, {
      targets,
      rounds: Number(values.rounds),
      options: {
        quick: values.quick,
        ...(values.sessions && { maxSessions: Number(values.sessions) }),
      },
      timeoutMs: GROUP_TIMEOUT_MS,
    });
    addGroup(results, name, group, GROUP_NAMES);
    if (json) {
      writeResults(json, results);
    }
    report(name, group);
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  }
};

const report = (name, group) => {
  console.log(`${tableOf(name, group, thresholds)}\n`);
  for (const failure of group.failures) {
    console.error(`${name} failed: ${failure}`);
    process.exitCode = 1;
  }
};

const check = () => {
  const { missed, unmeasured } = judge(results, thresholds);
  if (missed.length + unmeasured.length > 0) {
    process.exitCode = 1;
  }
};

const write = () => {
  const figures = figuresOf(results, thresholds);
  writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), figures));
  execFileSync('node_modules/.bin/biome', ['format', '--write', DOCUMENT, json]);
};

if (values.help) {
  console.log(HELP);
} else if (values.list) {
  await list();
} else {
  if (values.report) {
    Object.entries(results.groups).map(([name, group]) => report(name, group));
  } else {
    await measure();
  }
  console.log(summaryOf(results, thresholds));
  if (values.check) {
    check();
  }
  if (svg) {
    writeFileSync(svg, plotOf(results, thresholds, captionOf(results)));
  }
  if (values.write) {
    write();
  }
}
