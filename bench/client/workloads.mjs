import { textFrame } from './frames.mjs';

/** A request that every server answers from memory. */
const STATUS_ID = 1_000_000;
export const STATUS_FRAME = textFrame(`{"id":${STATUS_ID},"method":"environment/status"}`);

let nextProcess = 0;
export const newProcessId = () => `p${nextProcess++}`;

const LETTER_OF_REPLY = 0x69;

/** `{"id":…` is a result; an error begins with `{"error"`. */
const isResult = (bytes, start) => bytes[start + 2] === LETTER_OF_REPLY;

const failure = (bytes, start, end) => new Error(bytes.toString('utf8', start, end));

/** Sends a frame when the reply to the one before has come; resolves with the time of each in µs. */
export const exchange = (connection, frame, count) =>
  new Promise((resolve, reject) => {
    connection.onClose = reject;
    const times = new Float64Array(count);
    let index = 0;
    let sentAt = performance.now();
    connection.onText = (bytes, start, end) => {
      const now = performance.now();
      if (!isResult(bytes, start)) {
        reject(failure(bytes, start, end));
        return;
      }
      times[index++] = (now - sentAt) * 1000;
      if (index === count) {
        resolve(times);
        return;
      }
      sentAt = performance.now();
      connection.write(frame);
    };
    connection.write(frame);
  });

/** Keeps `inFlight` frames on their way until `count` replies have come. */
export const keepInFlight = (connection, frame, count, inFlight) =>
  new Promise((resolve, reject) => {
    connection.onClose = reject;
    let sent = 0;
    let received = 0;
    let owed = 0;
    const flush = () => {
      const more = Math.min(owed, count - sent);
      owed = 0;
      sent += more;
      if (more > 0) {
        connection.write(more === 1 ? frame : Buffer.concat(new Array(more).fill(frame)));
      }
    };
    connection.onText = (bytes, start, end) => {
      if (!isResult(bytes, start)) {
        reject(failure(bytes, start, end));
        return;
      }
      received += 1;
      if (owed++ === 0) {
        setImmediate(flush);
      }
      if (received === count) {
        resolve();
      }
    };
    owed = inFlight;
    flush();
  });

/** Runs `work(index)` for each of `count`, `inFlight` at a time. */
export const runInFlight = async (count, inFlight, work) => {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      await work(next++);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
};

/** Runs a process to its end and checks that it printed as much as it should. */
export const runProcess = async (client, argv, expectedBytes, params) => {
  const { started, closed } = client.start(newProcessId(), argv, params);
  await started;
  const bytes = await closed;
  if (bytes !== expectedBytes) {
    throw new Error(`${argv.join(' ')}: ${bytes} of ${expectedBytes} bytes arrived`);
  }
};

/** Seconds that `work` takes. */
export const seconds = async (work) => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};
