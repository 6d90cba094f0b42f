// Compiles what changes and starts the daemon again: npm run dev -- [options of the daemon]
import { spawn } from 'node:child_process';

const COMPILER = ['tsc', ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']];
const BUNDLER = [process.execPath, ['scripts/bundle.mjs', '--watch']];
const DAEMON = [process.execPath, ['--watch', 'dist/main/cli.js', ...process.argv.slice(2)]];

const children = [COMPILER, BUNDLER, DAEMON].map(([file, args]) =>
  spawn(file, args, { stdio: 'inherit' }),
);
for (const child of children) {
  // The end of either is the end of both.
  child.on('exit', () => {
    for (const other of children) {
      other.kill();
    }
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => children[0].kill());
}
