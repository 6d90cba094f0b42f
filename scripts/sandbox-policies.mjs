// What each rule of a sandbox policy allows and denies, by process and by file method, on this daemon and on both
// versions of upstream, side by side:
//   npm run sandbox-policies -- [POLICY]… [--show] [--at-once N]
// A policy is chosen by the start of its name (scripts/sandbox-policies/policies.mjs). Prints the table and the
// differences. Exit code 1 when one is not among the known ones of scripts/sandbox-policies/known-differences.mjs, whose
// reasons stand in docs/sandbox.md. `--show` prints the known ones too.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { gate } from './codex/gate.mjs';
import { DAEMON, exitWith, interruption } from './codex/program.mjs';
import { unlessAborted } from './codex/unless-aborted.mjs';
import { VERSIONS } from './codex/versions.mjs';
import { startDaemon } from './conformance/start-daemon.mjs';
import { differencesOf } from './sandbox-policies/compare.mjs';
import { KNOWN_DIFFERENCES } from './sandbox-policies/known-differences.mjs';
import { FORMS, POLICIES } from './sandbox-policies/policies.mjs';
import { printDifferences, printTable } from './sandbox-policies/report.mjs';
import { runPolicy } from './sandbox-policies/run-policy.mjs';
import { TREES } from './sandbox-policies/trees.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    show: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '4' },
  },
});
const interrupted = interruption();
await exitWith('sandbox-policies', main);

async function main() {
  if (!existsSync(DAEMON)) {
    throw new Error('dist/main/cli.js is missing: run npm run build first');
  }
  const rows = rowsOf(POLICIES, false).concat(rowsOf(FORMS, true));
  if (rows.length === 0) {
    throw new Error(`no policy begins with ${positionals.join(', ')}`);
  }
  const options = { signal: interrupted, log: console.log };
  const natives = [];
  for (const version of VERSIONS) {
    natives.push({ version, ...(await ensureCodexCli({ version, ...options })) });
  }
  const root = await mkdtemp(join(natives[0].cacheDir, 'policies-'));
  const open = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })];
  try {
    const daemons = [];
    for (const [name, command] of [
      ...natives.map(({ version, command }) => [version, [...command, 'exec-server']]),
      ['ours', [process.execPath, DAEMON, '--log-level', 'error']],
    ]) {
      const daemon = await startIn(join(root, name), command);
      open.push(daemon.end);
      daemons.push({ name, ...daemon });
    }
    const found = await unlessAborted(runAll(rows, daemons), interrupted);
    printTable(found, [...VERSIONS, 'ours']);
    const differences = found.flatMap((row) => differencesOf(row, VERSIONS));
    const topics = new Set(KNOWN_DIFFERENCES.map(({ topic }) => topic));
    const isWhole = positionals.length === 0;
    return printDifferences(differences, topics, { show: values.show, isWhole }) === 0 ? 0 : 1;
  } finally {
    for (const close of open.reverse()) {
      await close();
    }
  }
}

function rowsOf(policies, isForm) {
  const isWanted = (name) =>
    positionals.length === 0 || positionals.some((start) => name.startsWith(start));
  return Object.entries(policies)
    .filter(([name]) => isWanted(name))
    .flatMap(([name, sandbox]) =>
      Object.entries(TREES)
        .filter(([, { policies }]) => !isForm || policies === undefined)
        .filter(([, { policies }]) => policies?.test(name) ?? true)
        .map(([treeName, tree]) => ({ name: `${name} · ${treeName}`, sandbox, tree, isForm })),
    );
}

/** The file methods take `tmpdir` from the daemon's environment. */
async function startIn(root, command) {
  const tmp = join(root, 'd', 'tmp');
  await mkdir(tmp, { recursive: true });
  const daemon = await startDaemon('d', command, root, { TMPDIR: tmp });
  return { ...daemon, tmp };
}

async function runAll(rows, daemons) {
  const inTurn = gate(Number(values['at-once']));
  return Promise.all(
    rows.map((row) =>
      inTurn(async () => {
        const found = await Promise.all(daemons.map((daemon) => runPolicy(row, daemon)));
        return { name: row.name, found };
      }),
    ),
  );
}
