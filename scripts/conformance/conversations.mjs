import { AUTHENTICATION } from './conversations/authentication.mjs';
import { COMMAND_LINE } from './conversations/command-line.mjs';
import { CONFIGURATION } from './conversations/configuration.mjs';
import { DIRECTORYS } from './conversations/directories.mjs';
import { FILES } from './conversations/files.mjs';
import { HANDLES } from './conversations/handles.mjs';
import { HTTP_REQUEST } from './conversations/http-request.mjs';
import { HTTP_SURFACE } from './conversations/http-surface.mjs';
import { LIFECYCLE } from './conversations/lifecycle.mjs';
import { MESSAGES } from './conversations/messages.mjs';
import { PARAMS } from './conversations/params.mjs';
import { PROCESS_CONTROL } from './conversations/process-control.mjs';
import { PROCESSES } from './conversations/processes.mjs';
import { SANDBOX } from './conversations/sandbox.mjs';

/** All that is talked about with both daemons; the longest first, so that none is waited for. */
export const CONVERSATIONS = [
  ...COMMAND_LINE,
  ...AUTHENTICATION,
  ...SANDBOX,
  ...HTTP_REQUEST,
  ...HANDLES,
  ...LIFECYCLE,
  ...MESSAGES,
  ...PROCESSES,
  ...PROCESS_CONTROL,
  ...FILES,
  ...DIRECTORYS,
  ...CONFIGURATION,
  ...HTTP_SURFACE,
  ...PARAMS,
];
