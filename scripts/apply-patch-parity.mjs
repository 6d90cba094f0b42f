// The same patches with this package's apply_patch and with upstream's:
//   npm run apply-patch-parity -- [--version 0.169.0 | 0.171.0] [--record]
// Compares exit code, output and files. Exit code 1 when they differ beyond the known differences. `--record` writes
// what upstream did, for the tests that run without it.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CASES } from './apply-patch-parity/cases.mjs';
import { KNOWN_DIFFERENCES } from './apply-patch-parity/known-differences.mjs';
import { runCase } from './apply-patch-parity/run-case.mjs';
import { ensureCodexCli } from './codex/cli-cache.mjs';
import { gate } from './codex/gate.mjs';
import { requireVersion, VERSION_OPTION } from './codex/versions.mjs';

const OURS = [
  process.execPath,
  fileURLToPath(new URL('../dist/main/apply-patch.js', import.meta.url)),
];
const RECORD = new URL('../test/fixtures/native-patches.json', import.meta.url);
const AT_ONCE = 2;

const { values } = parseArgs({
  options: { version: VERSION_OPTION, record: { type: 'boolean', default: false } },
});
const interrupt = new AbortController();
process.on('SIGINT', () => interrupt.abort(new Error('interrupted by SIGINT')));
process.exitCode = await main();

async function main() {
  const version = requireVersion(values.version);
  const cli = await ensureCodexCli({ version, signal: interrupt.signal, log: console.log });
  const upstream = [nativeProgram(cli.cacheDir)];
  const isFree = gate(AT_ONCE);
  const pairs = await Promise.all(
    CASES.map((patchCase) =>
      isFree(async () => [
        await runCase(upstream, patchCase, 'apply_patch'),
        await runCase(OURS, patchCase),
      ]),
    ),
  );
  if (values.record) {
    record(pairs.map(([expected]) => expected));
  }
  return report(pairs);
}

/** The program that the CLI's script starts; it is `apply_patch` when it is called so. */
function nativeProgram(cacheDir) {
  const scope = join(cacheDir, 'node_modules/@openai');
  const found = readdirSync(scope, { recursive: true }).find((path) =>
    /^codex-[^/]+\/vendor\/[^/]+\/bin\/codex$/.test(path),
  );
  if (found === undefined) {
    throw new Error(`${scope} has no native codex`);
  }
  return join(scope, found);
}

function record(outcomes) {
  const rows = CASES.map((patchCase, index) => ({ ...patchCase, expected: outcomes[index] }));
  writeFileSync(RECORD, `${JSON.stringify(rows, null, 2)}\n`);
}

function report(pairs) {
  let unknown = 0;
  let known = 0;
  for (const [index, pair] of pairs.entries()) {
    const [upstream, ours] = pair.map((outcome) => JSON.stringify(outcome));
    if (upstream === ours) {
      continue;
    }
    const { name } = CASES[index];
    if (KNOWN_DIFFERENCES.includes(name)) {
      known += 1;
    } else {
      unknown += 1;
      console.log(`${name}\n  upstream ${upstream}\n  ours     ${ours}`);
    }
  }
  console.log(
    `${pairs.length} patches, ${known + unknown} differences, ${unknown} of them unknown`,
  );
  return unknown === 0 ? 0 : 1;
}
