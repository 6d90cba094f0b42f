import type { UseCases } from '../../application/use-cases.js';
import { EXTENSION_METHODS, METHODS } from '../../protocol/methods.js';
import { trackOutputSent } from './json-rpc-channel.js';
import { beforeNotifications, command, type Method, method, presentNothing } from './method.js';
import { presentExtendedStart } from './method-table.js';
import {
  ExtendedProcessSignalParams,
  ProcessCloseStdinParams,
  ProcessResizeParams,
} from './params/processes/process-control-params.js';
import { ProcessReadParams } from './params/processes/process-read-params.js';
import { ExtendedProcessStartParams } from './params/processes/process-start-params.js';
import { paramsReader, readNoParams } from './params/read-params.js';
import { presentExtendedOutput } from './presenters/present-output.js';
import { presentProcesses } from './presenters/present-processes.js';

/** The methods of connections that have the extensions: those of upstream, some of which take or tell more, and new ones. */
export const withExtensions = (
  methods: ReadonlyMap<string, Method>,
  useCases: UseCases,
): ReadonlyMap<string, Method> =>
  new Map([
    ...methods,
    [
      METHODS.processStart,
      beforeNotifications(
        method(command(ExtendedProcessStartParams), useCases.spawnProcess, presentExtendedStart),
      ),
    ],
    [
      METHODS.processRead,
      method(
        command(ProcessReadParams),
        useCases.readOutput,
        presentExtendedOutput,
        trackOutputSent,
      ),
    ],
    [
      METHODS.processSignal,
      method(command(ExtendedProcessSignalParams), useCases.signalProcess, presentNothing),
    ],
    [
      EXTENSION_METHODS.processResize,
      method(command(ProcessResizeParams), useCases.resizeTerminal, presentNothing),
    ],
    [
      EXTENSION_METHODS.processCloseStdin,
      method(paramsReader(ProcessCloseStdinParams), useCases.closeInput, presentNothing),
    ],
    [EXTENSION_METHODS.processList, method(readNoParams, useCases.listProcesses, presentProcesses)],
    [EXTENSION_METHODS.sessionEnd, method(readNoParams, useCases.endSession, presentNothing)],
  ]);
