import type { HttpRequestBodyDeltaParams } from '../../protocol/http.js';

/** The server sends as fast as it can, so more than this unread is too much. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

/** The body of a response was cut off with the connection, and a body is not resumed. */
export class ResponseBodyInterrupted extends TypeError {
  readonly code = 'ERR_RESPONSE_BODY_INTERRUPTED';
  /** How much of the body had come. */
  readonly receivedBytes: number;

  constructor(url: string, receivedBytes: number) {
    super(
      `the connection was interrupted after ${receivedBytes} bytes of the body of ${url}, and a body is not resumed: send the request again`,
    );
    this.name = 'ResponseBodyInterrupted';
    this.receivedBytes = receivedBytes;
  }
}

/** The body of one response: what the server notifies, as a stream. */
export class ResponseBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #url: string;
  readonly #onEnd: (() => void)[];
  #hasEnded = false;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #isAnswered = false;
  #seq = 0;
  #receivedBytes = 0;

  /** @param forget called when nothing more is to be received */
  constructor(url: string, forget: () => void) {
    this.#url = url;
    this.#onEnd = [forget];
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.#end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD_BYTES }),
    );
  }

  /** Calls the listener when nothing more is received. */
  onEnd(listener: () => void): void {
    if (this.#hasEnded) {
      listener();
    } else {
      this.#onEnd.push(listener);
    }
  }

  /** The head of the response has arrived: from now on a lost connection cuts the body off. */
  answered(): void {
    this.#isAnswered = true;
  }

  receive({ seq, deltaBase64, done, error }: HttpRequestBodyDeltaParams): void {
    this.#seq += 1;
    if (seq !== this.#seq) {
      this.#terminate(`chunk ${seq} of the body came in place of chunk ${this.#seq}`);
    } else if (error !== null && error !== undefined) {
      this.#terminate(error);
    } else {
      this.#enqueue(Buffer.from(deltaBase64, 'base64'), done);
    }
  }

  /** The connection is lost. A request that is not answered yet may be repeated. */
  interrupt(): void {
    if (this.#isAnswered) {
      this.fail(new ResponseBodyInterrupted(this.#url, this.#receivedBytes));
    }
  }

  /** Ends the stream with the error, and drops what comes after it. */
  fail(error: unknown): void {
    this.#end();
    this.#controller.error(error);
  }

  /** Drops the body, where the response has none or its reader has cancelled it. */
  discard(): void {
    this.#end();
  }

  #enqueue(bytes: Uint8Array, done: boolean): void {
    this.#receivedBytes += bytes.length;
    if (bytes.length > 0) {
      this.#controller.enqueue(bytes);
    }
    if (done) {
      this.#end();
      this.#controller.close();
    } else if ((this.#controller.desiredSize ?? 0) <= 0) {
      this.#terminate(
        `${MAX_UNREAD_BYTES} bytes of the body are unread; read it as it comes, or write it to a file on the server`,
      );
    }
  }

  #end(): void {
    this.#hasEnded = true;
    for (const listener of this.#onEnd.splice(0)) {
      listener();
    }
  }

  /** Fails the stream with the error that WHATWG fetch has for it. */
  #terminate(why: string): void {
    this.fail(new TypeError('terminated', { cause: new Error(why) }));
  }
}
