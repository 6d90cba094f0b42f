#!/usr/bin/env node
// Parsed by every version of Node, also by those too old for the other files: no import or export, and no
// syntax newer than the oldest Node that should see the error message.

const [major, minor] = process.versions.node.split('.').map(Number);

if (Number(major) > 20 || (major === 20 && Number(minor) >= 19)) {
  // The words of the command line; without one it is the daemon.
  if (process.argv[2] === 'gateway') {
    import('./gateway/run.js');
  } else {
    import('./daemon/run.js');
  }
} else {
  console.error(
    `Error: exec-server needs Node.js 20.19 or newer, and this is ${process.versions.node} (${process.execPath})`,
  );
  process.exitCode = 1;
}
