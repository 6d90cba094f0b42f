// Removes what an earlier build left, so that a deleted source file leaves no module behind.
import { rmSync } from 'node:fs';

for (const directory of ['../dist', '../build']) {
  rmSync(new URL(directory, import.meta.url), { recursive: true, force: true });
}
