import { SHORTAGES } from '../../../domain/processes/resource-shortages.js';

/** The `errno` name of an error of Node, or of one of execa around it. */
export const errorCode = (error: unknown): string | undefined => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (cause !== undefined) {
    return errorCode(cause);
  }
  return typeof code === 'string' ? code : undefined;
};

/** In plain words what the system is short of; undefined for an error of another kind. */
export const shortage = (error: unknown): string | undefined => SHORTAGES[errorCode(error) ?? ''];
