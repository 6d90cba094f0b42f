import { SHORTAGES } from '../../../domain/processes/resource-shortages.js';
import { errorCode } from '../../shared/errno.js';

/** In plain words what the system is short of; undefined for an error of another kind. */
export const shortage = (error: unknown): string | undefined => SHORTAGES[errorCode(error) ?? ''];
