// What each version of upstream has, and what this daemon has: the tables of docs/compatibility.md.
//   npm run support-matrix -- [--check | --write]
// Asks every version of upstream, and this daemon. Prints the tables, compares them with the document (`--check`, exit code 1 when
// they differ) or writes them into it. Reasons are the document's own: they are kept.
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { DAEMON, exitWith, interruption } from './codex/program.mjs';
import { VERSIONS } from './codex/versions.mjs';
import { runConversation } from './conformance/run-conversation.mjs';
import { startDaemon } from './conformance/start-daemon.mjs';
import { OURS, readTables, renderTables, replaceTables } from './support/matrix-document.mjs';
import { askForSupport } from './support/probes.mjs';

const DOCUMENT = new URL('../docs/compatibility.md', import.meta.url);

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const interrupted = interruption();
await exitWith('support-matrix', main);

async function main() {
  const columns = [];
  for (const version of VERSIONS) {
    const cli = await ensureCodexCli({ version, signal: interrupted, log: console.error });
    columns.push([version, await ask([...cli.command, 'exec-server'], cli.cacheDir)]);
  }
  const { cacheDir } = await ensureCodexCli({ signal: interrupted, log: console.error });
  columns.push([OURS, await ask([process.execPath, DAEMON, '--log-level', 'warn'], cacheDir)]);

  const text = readFileSync(DOCUMENT, 'utf8');
  const tables = renderTables(columns, readTables(text));
  if (values.write) {
    writeFileSync(DOCUMENT, replaceTables(text, tables));
    return 0;
  }
  if (values.check) {
    const isTrue = replaceTables(text, tables) === text;
    console.log(
      isTrue
        ? 'support-matrix: docs/compatibility.md is true'
        : `support-matrix: docs/compatibility.md differs:\n${tables}`,
    );
    return isTrue ? 0 : 1;
  }
  console.log(tables);
  return 0;
}

/** What a program has: a row for each capability flag and each feature. */
async function ask(command, cacheDir) {
  const root = await mkdtemp(join(cacheDir, 'support-'));
  const daemon = await startDaemon('d', command, root);
  try {
    let found;
    const notes = await runConversation(
      {
        name: 'support',
        run: async (talk) => {
          found = await askForSupport(talk);
        },
      },
      daemon,
    );
    if (found === undefined) {
      throw new Error(`${command.join(' ')}: ${JSON.stringify([...notes])}`);
    }
    return found;
  } finally {
    await daemon.end();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}
