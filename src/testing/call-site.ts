// biome-ignore lint/complexity/noBannedTypes: any function that a test may have called
type Called = Function;

/**
 * The place in a test from which the harness was called, since errors that occur later have no trace of it.
 */
export class CallSite {
  readonly #frames: string;

  /** Create it before anything is awaited. @param called the method of the harness, left out of the trace */
  constructor(called: Called) {
    const trace = new Error();
    Error.captureStackTrace(trace, called);
    this.#frames = (trace.stack ?? '').slice((trace.stack ?? '').indexOf('\n') + 1);
  }

  /** Returns the error with the test's line in its stack. */
  applyTo<E extends Error>(error: E): E {
    error.stack = `${error.name}: ${error.message}\n${this.#frames}`;
    return error;
  }

  /**
   * The promise, whose error has the test's line in its stack. Its rejection is marked as handled: a wait that is started
   * early may be awaited late or never, and must not crash the test process.
   */
  applyToRejection<T>(waited: Promise<T>): Promise<T> {
    const traced = waited.catch((error: Error) => {
      throw this.applyTo(error);
    });
    traced.catch(() => undefined);
    return traced;
  }
}
