import { connect } from 'node:net';
import type { AccessAnswer } from './access-rules.js';

const HEAD_END = '\r\n\r\n';

/** Sends a request on a connection of its own; resolves with the answer. Status 0: the server closed the connection. */
export const sendUpgrade = (port: number, request: string): Promise<AccessAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const finish = (answer: AccessAnswer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const answer = readAnswer(text);
      if (answer !== undefined) {
        finish(answer);
      }
    });
    socket.on('end', () => finish([0, text]));
    socket.on('error', reject);
    socket.write(request, 'latin1');
  });

const readAnswer = (text: string): AccessAnswer | undefined => {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd === -1) {
    return undefined;
  }
  const bodyStart = headEnd + HEAD_END.length;
  const length = Number(/^content-length: *(\d+)/im.exec(text.slice(0, headEnd))?.[1] ?? 0);
  if (text.length < bodyStart + length) {
    return undefined;
  }
  return [Number(text.split(' ')[1]), text.slice(bodyStart, bodyStart + length)];
};
