/** What is at hand, or will be. */
export type Answer<T> = T | Promise<T>;

/** Promises of an embedder may be of another kind than those of this program. */
export const isPending = <T>(answer: Answer<T>): answer is Promise<T> =>
  typeof (answer as Partial<Promise<T>> | undefined)?.then === 'function';

/** The answer after `use`, at hand where that one is. */
export const mapAnswer = <T, U>(answer: Answer<T>, use: (given: T) => U): Answer<U> =>
  isPending(answer) ? answer.then(use) : use(answer);
