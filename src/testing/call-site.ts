// biome-ignore lint/complexity/noBannedTypes: any function that a test may have called
type Called = Function;

/**
 * The place in a test from which the harness was called, since errors that occur later have no trace of it.
 */
export class CallSite {
  /** Its stack is formatted when it is read: seldom, and by the source maps of the test runner, for 0.1 ms. */
  readonly #trace = new Error();

  /** Create it before anything is awaited. @param called the method of the harness, left out of the trace */
  constructor(called: Called) {
    Error.captureStackTrace(this.#trace, called);
  }

  /** Returns the error with the test's line in its stack. */
  applyTo<E extends Error>(error: E): E {
    const { stack = '' } = this.#trace;
    error.stack = `${error.name}: ${error.message}\n${stack.slice(stack.indexOf('\n') + 1)}`;
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
