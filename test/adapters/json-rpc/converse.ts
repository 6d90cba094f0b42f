import type { Line } from './line.js';
import { CLOSED, SILENCE } from './message-queue.js';

export const INITIALIZE = '{"id":0,"method":"initialize","params":{"clientName":"test"}}';
export const INITIALIZED = '{"method":"initialized"}';

/** The answer to a message that cannot be read. */
export const MALFORMED = 'MALFORMED';

/** Frames of a client and what they are answered with. */
export interface Conversation {
  /** A sentence about the server. */
  readonly name: string;
  /** True: `frames` are the first that the server gets. Default: they follow a handshake. */
  readonly fresh?: boolean;
  readonly frames: readonly (string | Buffer)[];
  /** Whole messages, `MALFORMED` or `CLOSED`. */
  readonly answers: readonly string[];
}

const LAST = '{"id":"last","method":"no/such"}';
const LAST_ANSWER =
  '{"error":{"code":-32601,"message":"exec-server stub does not implement `no/such` yet"},"id":"last"}';

/** Sends the frames and resolves with all that the server says to them. */
export const converse = async (
  line: Line,
  { frames, answers, fresh = false }: Conversation,
): Promise<string[]> => {
  if (!fresh) {
    await shakeHands(line);
  }
  for (const frame of frames) {
    line.send(frame);
  }
  const received = await line.received.take(answers.length);
  if (received.at(-1) !== CLOSED) {
    received.push(...(await saidBesides(line)));
  }
  line.hangUp();
  return received.map((answer) => simplify(answer, line.source));
};

/** Makes the line ready for requests. */
export const shakeHands = async (line: Line): Promise<void> => {
  line.send(INITIALIZE);
  line.send(INITIALIZED);
  await line.received.next();
};

/** What comes before the answer to one more request, which should be nothing. */
const saidBesides = async (line: Line): Promise<string[]> => {
  line.send(LAST);
  const besides: string[] = [];
  for (;;) {
    const answer = await line.received.next();
    if (answer === LAST_ANSWER) {
      return besides;
    }
    besides.push(answer);
    if (answer === CLOSED || answer === SILENCE) {
      return besides;
    }
  }
};

const simplify = (answer: string, source: string): string => {
  const start = `{"error":{"code":-32600,"message":"failed to parse ${source}: `;
  const end = '"},"id":-1}';
  const hasDetail = answer.length > start.length + end.length;
  return answer.startsWith(start) && answer.endsWith(end) && hasDetail ? MALFORMED : answer;
};

/** The answer to a request for a method that there is not. */
export const notImplemented = (id: string, method = 'x'): string =>
  `{"error":{"code":-32601,"message":"exec-server stub does not implement \`${method}\` yet"},"id":${id}}`;

/** The error answer to the request with the id 1. */
export const refusal = (code: number, message: string): string =>
  JSON.stringify({ error: { code, message }, id: 1 });
