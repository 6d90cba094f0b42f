#!/usr/bin/env node
// Of all files this one is read by every Node there is, also by one that cannot read the others: it has no import
// or export, and no syntax that is younger than what it looks for.

const [major, minor] = process.versions.node.split('.').map(Number);

if (Number(major) > 20 || (major === 20 && Number(minor) >= 19)) {
  import('./daemon/run.js');
} else {
  console.error(
    `Error: exec-server needs Node.js 20.19 or newer, and this is ${process.versions.node} (${process.execPath})`,
  );
  process.exitCode = 1;
}
