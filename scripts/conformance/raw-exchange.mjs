import { connect } from 'node:net';

const WITHIN_MS = 10_000;

/**
 * Sends bytes to a daemon and resolves with the first answer (or the first `count`): status line,
 * headers in alphabetical order without the date, and body. Ends the connection.
 */
export async function rawExchange(url, text, count = 1) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setTimeout(WITHIN_MS, () => socket.destroy());
  socket.on('error', () => undefined);
  socket.write(text);
  const isHead = text.startsWith('HEAD ');
  let received = '';
  await new Promise((resolve) => {
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (answers(received, isHead).length >= count) {
        resolve();
      }
    });
    socket.once('close', resolve);
  });
  socket.destroy();
  const found = answers(received, isHead);
  return found.length > 0 ? found : `no answer: ${JSON.stringify(received)}`;
}

function answers(received, isHead) {
  const found = [];
  let rest = received;
  while (rest.includes('\r\n\r\n')) {
    const end = rest.indexOf('\r\n\r\n') + 4;
    const [status, ...headers] = rest.slice(0, end - 4).split('\r\n');
    const isBodiless = isHead || status.includes(' 101 ');
    const told = /^content-length: *(\d+)/im.exec(rest.slice(0, end))?.[1];
    const length = isBodiless ? 0 : Number(told ?? 0);
    if (rest.length < end + length) {
      break;
    }
    const kept = headers.map((line) => line.toLowerCase()).filter((line) => !/^(date):/.test(line));
    found.push({ status, headers: kept.sort(), body: rest.slice(end, end + length) });
    rest = rest.slice(end + length);
  }
  return found;
}
