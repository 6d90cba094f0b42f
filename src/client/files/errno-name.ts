import { OS_ERRORS } from '../../protocol/os-errors.js';

/** The `errno` name of an error answer, `TEXT (os error N)` with or without a detail behind it; undefined: it is none. */
export const errnoName = (message: string): string | undefined => {
  const number = Number(/^[^:]*\(os error (\d+)\)(?:$|:)/.exec(message)?.[1]);
  return Object.keys(OS_ERRORS).find((name) => OS_ERRORS[name]?.number === number);
};
