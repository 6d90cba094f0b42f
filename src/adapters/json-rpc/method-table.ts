import type { ClientConnection } from '../../application/client-connection.js';
import type { UseCases } from '../../application/use-cases.js';
import type { EnvironmentStatus } from '../../protocol/environment.js';
import type { InitializeResult } from '../../protocol/lifecycle.js';
import { METHODS } from '../../protocol/methods.js';
import type {
  ProcessStartResult,
  ProcessTerminateResult,
  ProcessWriteResult,
} from '../../protocol/process.js';
import { InitializeParams } from './params/initialize-params.js';
import { readNoParams } from './params/no-params.js';
import { ProcessReadParams } from './params/process-read-params.js';
import { ProcessSignalParams } from './params/process-signal-params.js';
import { ProcessStartParams } from './params/process-start-params.js';
import { ProcessTerminateParams } from './params/process-terminate-params.js';
import { ProcessWriteParams } from './params/process-write-params.js';
import { readParams } from './params/read-params.js';
import { presentEnvironment } from './present-environment.js';
import { presentOutput } from './present-output.js';

/** Serves one method: reads its params, runs its use-case, words its result. */
export type Method = (connection: ClientConnection, params: unknown) => unknown;

/** Everything a client can ask for: method name, params class, use-case, presenter. */
export const methodTable = (useCases: UseCases): ReadonlyMap<string, Method> =>
  new Map<string, Method>([
    [
      METHODS.initialize,
      (connection, params): InitializeResult => {
        const command = readParams(InitializeParams, params).toCommand();
        const { sessionId, host } = useCases.initialize.execute(connection, command);
        return { sessionId, environmentInfo: presentEnvironment(host) };
      },
    ],
    [
      METHODS.processStart,
      async (connection, params): Promise<ProcessStartResult> => {
        const command = readParams(ProcessStartParams, params).toCommand();
        await useCases.spawnProcess.execute(connection, command);
        return { processId: command.processId, sandboxType: 'none' };
      },
    ],
    [
      METHODS.processRead,
      async (connection, params) => {
        const command = readParams(ProcessReadParams, params).toCommand();
        return presentOutput(await useCases.readOutput.execute(connection, command));
      },
    ],
    [
      METHODS.processWrite,
      async (connection, params): Promise<ProcessWriteResult> => {
        const command = readParams(ProcessWriteParams, params).toCommand();
        return { status: await useCases.writeInput.execute(connection, command) };
      },
    ],
    [
      METHODS.processSignal,
      async (connection, params): Promise<object> => {
        await useCases.signalProcess.execute(connection, readParams(ProcessSignalParams, params));
        return {};
      },
    ],
    [
      METHODS.processTerminate,
      async (connection, params): Promise<ProcessTerminateResult> => {
        const command = readParams(ProcessTerminateParams, params);
        return { running: await useCases.terminateProcess.execute(connection, command) };
      },
    ],
    [
      METHODS.environmentInfo,
      (connection, params) => {
        readNoParams(params);
        return presentEnvironment(useCases.describeEnvironment.execute(connection));
      },
    ],
    [
      METHODS.environmentStatus,
      (connection, params): EnvironmentStatus => {
        readNoParams(params);
        return { status: useCases.reportStatus.execute(connection) };
      },
    ],
  ]);
