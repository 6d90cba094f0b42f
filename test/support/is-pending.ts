import { settled } from './settled.js';

/** Whether `promise` still waits once everything that can settle has settled. */
export const isPending = async (promise: Promise<unknown>): Promise<boolean> => {
  let pending = true;
  const note = (): void => {
    pending = false;
  };
  promise.then(note, note);
  await settled();
  return pending;
};
