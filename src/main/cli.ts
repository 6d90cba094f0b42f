#!/usr/bin/env node
// Parsed by every version of Node, also by those too old for the other files: no import or export, and no
// syntax newer than the oldest Node that should see the error message.

const [major, minor] = process.versions.node.split('.').map(Number);
const command = process.argv[2];
// Not a literal below: the rings of the daemon and of the command line meet here only, and the command line imports main.
const commandLine = '../cli/main.js';

if (Number(major) < 20 || (major === 20 && Number(minor) < 19)) {
  console.error(
    `Error: exec-server needs Node.js 20.19 or newer, and this is ${process.versions.node} (${process.execPath})`,
  );
  process.exitCode = 1;
} else if (command === undefined || command === 'serve' || command.startsWith('-')) {
  if (command === 'serve') {
    process.argv.splice(2, 1);
  }
  import('./daemon/run.js');
} else if (command === 'gateway') {
  import('./gateway/run.js');
} else {
  import(commandLine);
}
