// biome-ignore lint/complexity/noBannedTypes: any function that a test may have called
type Called = Function;

/** Where a test called the harness, since what fails later has no trace of it. */
export class CallSite {
  readonly #frames: string;

  /** To be made before anything is awaited. @param called the method of the harness, left out of the trace */
  constructor(called: Called) {
    const trace = new Error();
    Error.captureStackTrace(trace, called);
    this.#frames = (trace.stack ?? '').slice((trace.stack ?? '').indexOf('\n') + 1);
  }

  /** The same error, with the line of the test in its trace. */
  blame<E extends Error>(error: E): E {
    error.stack = `${error.name}: ${error.message}\n${this.#frames}`;
    return error;
  }
}
