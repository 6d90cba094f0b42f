// A bare server of the protocol, against which the client's own limits are measured: it answers every request with the same
// result, and `process/start` of `dd bs=… count=…` with that much output in frames that are made already.
import { createServer } from 'node:net';

const CHUNK_BYTES = 64 * 1024;
const CHUNK = Buffer.alloc(CHUNK_BYTES).toString('base64');

const frame = (text) => {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < 126
      ? [0x81, length]
      : length < 65_536
        ? [0x81, 126, length >> 8, length & 255]
        : [
            0x81,
            127,
            0,
            0,
            0,
            0,
            length >>> 24,
            (length >> 16) & 255,
            (length >> 8) & 255,
            length & 255,
          ];
  return Buffer.concat([Buffer.from(head), payload]);
};

const output = (processId, seq, chunk) =>
  frame(
    `{"method":"process/output","params":{"processId":"${processId}","seq":${seq},"stream":"stdout","chunk":"${chunk}"}}`,
  );

const print = async (socket, processId, bytes) => {
  const chunk = output(processId, 1, CHUNK);
  for (let sent = 0; sent < bytes; sent += CHUNK_BYTES) {
    if (!socket.write(chunk)) {
      await new Promise((resolve) => socket.once('drain', resolve));
    }
  }
  socket.write(
    frame(`{"method":"process/exited","params":{"processId":"${processId}","seq":2,"exitCode":0}}`),
  );
  socket.write(frame(`{"method":"process/closed","params":{"processId":"${processId}","seq":3}}`));
};

const answer = (socket, text) => {
  const id = /"id":(\d+)/.exec(text)?.[1];
  if (id === undefined) {
    return '';
  }
  const start = /"processId":"([^"]*)".*"bs=(\d+)","count=(\d+)"/.exec(text);
  if (start) {
    setImmediate(print, socket, start[1], start[2] * start[3]);
  }
  return `{"id":${id},"result":{"status":"ready"}}`;
};

/** All frames of the client are masked with zeros, and most are short. */
const receive = (socket, bytes) => {
  const answers = [];
  for (let at = 0; at + 6 <= bytes.length; ) {
    const short = bytes[at + 1] & 127;
    const start = at + (short < 126 ? 6 : 8);
    const length = short < 126 ? short : bytes.readUInt16BE(at + 2);
    at = start + length;
    if ((bytes[start - (short < 126 ? 6 : 8)] & 15) === 1) {
      const text = answer(socket, bytes.latin1Slice(start, at));
      if (text !== '') {
        answers.push(frame(text));
      }
    }
  }
  socket.write(answers.length === 1 ? answers[0] : Buffer.concat(answers));
};

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', () => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n',
    );
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = wholeFrames(bytes);
      rest = Buffer.from(bytes.subarray(end));
      receive(socket, bytes.subarray(0, end));
    });
  });
});

const wholeFrames = (bytes) => {
  let at = 0;
  for (;;) {
    if (at + 8 > bytes.length) {
      return at;
    }
    const short = bytes[at + 1] & 127;
    const end = at + (short < 126 ? 6 + short : 8 + bytes.readUInt16BE(at + 2));
    if (end > bytes.length) {
      return at;
    }
    at = end;
  }
};

server.listen(0, '127.0.0.1', () => {
  console.log(`ws://127.0.0.1:${server.address().port}`);
});
