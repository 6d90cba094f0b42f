import type { Conversation } from '../converse.js';
import { ENVIRONMENT_CONVERSATIONS } from './environment.js';
import { FILE_HANDLE_CONVERSATIONS } from './file-handles.js';
import { FILE_CONVERSATIONS } from './files.js';
import { HTTP_CONVERSATIONS } from './http-requests.js';
import { ID_CONVERSATIONS } from './ids.js';
import { LIFECYCLE_CONVERSATIONS } from './lifecycle.js';
import { REQUEST_CONVERSATIONS } from './requests.js';
import { SHAPE_CONVERSATIONS } from './shapes.js';

/** All that clients say, whatever transport they come by. */
export const ALL_CONVERSATIONS: readonly Conversation[] = [
  ...ID_CONVERSATIONS,
  ...SHAPE_CONVERSATIONS,
  ...LIFECYCLE_CONVERSATIONS,
  ...REQUEST_CONVERSATIONS,
  ...FILE_CONVERSATIONS,
  ...HTTP_CONVERSATIONS,
  ...ENVIRONMENT_CONVERSATIONS,
  ...FILE_HANDLE_CONVERSATIONS,
];
