// Removes what an earlier build left, so that a deleted source file leaves no module behind. A test run in this clone keeps its
// bundles in build; it removes them itself, and those of a run that was killed go when they are a day old.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';

const BUNDLES = /^(daemon-|suites$)/;
const DAY_MS = 86_400_000;
const build = new URL('../build/', import.meta.url);

const isInUse = (name) =>
  BUNDLES.test(name) && Date.now() - statSync(new URL(name, build)).mtimeMs < DAY_MS;

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
for (const name of existsSync(build) ? readdirSync(build) : []) {
  if (!isInUse(name)) {
    rmSync(new URL(name, build), { recursive: true, force: true });
  }
}
