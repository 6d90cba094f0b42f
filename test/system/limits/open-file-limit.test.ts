import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { expectService } from '../expect-service.js';

const DAEMON = fileURLToPath(new URL('../../../dist/main/cli.js', import.meta.url));

test('exec-server caps its connections before its descriptors are used up', async () => {
  const script = 'ulimit -n 200 && exec "$0" "$@"';
  const daemon = spawn('sh', ['-c', script, process.execPath, DAEMON], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const sockets: Socket[] = [];
  try {
    const [url] = (await once(createInterface(daemon.stdout), 'line')) as [string];
    for (let count = 0; count < 300; count += 1) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.on('error', () => undefined).resume();
      sockets.push(socket);
      await once(socket, 'connect');
    }
    await expectService(url);
    expect(log).toContain('"maxConnections":100,"maxPendingConnections":50');
  } finally {
    for (const socket of sockets) {
      socket.destroy();
    }
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
  }
});
