import { InvalidParams } from '../encoding/invalid-params.js';

/**
 * Checks that a method without parameters received none: absent, null or an empty object. @throws
 * {InvalidParams}
 */
export const readNoParams = (value: unknown): void => {
  if (value === null) {
    return;
  }
  if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) {
    return;
  }
  throw new InvalidParams(
    'invalid type: this method takes no params; expected null or an empty map',
  );
};
