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
import type { JsonRpcChannel } from './json-rpc-channel.js';
import { InitializeParams } from './params/initialize-params.js';
import { readNoParams } from './params/no-params.js';
import { ProcessReadParams } from './params/process-read-params.js';
import { ProcessSignalParams } from './params/process-signal-params.js';
import { ProcessStartParams } from './params/process-start-params.js';
import { ProcessTerminateParams } from './params/process-terminate-params.js';
import { ProcessWriteParams } from './params/process-write-params.js';
import { readParams } from './params/read-params.js';
import { presentEnvironment } from './present-environment.js';
import { noteOutputSent, presentOutput } from './present-output.js';

/** One method: reads its params and runs its use-case, then words the result. */
export interface Method {
  /** @throws {ExecServerError} or rejects with it. */
  execute(connection: ClientConnection, params: unknown): unknown;
  /** Apart from `execute`, since a large result is worded only when there is room to send it. */
  present(result: unknown): unknown;
  /** Hears that the result was sent, where what it carries counts as delivered. */
  sent?(channel: JsonRpcChannel, result: unknown): void;
}

/** Everything a client can ask for: method name, params class, use-case, presenter. */
export const methodTable = (useCases: UseCases): ReadonlyMap<string, Method> =>
  new Map([
    [
      METHODS.initialize,
      method(
        (connection, params) =>
          useCases.initialize.execute(connection, readParams(InitializeParams, params).toCommand()),
        ({ sessionId, host }): InitializeResult => ({
          sessionId,
          environmentInfo: presentEnvironment(host),
        }),
      ),
    ],
    [
      METHODS.processStart,
      method(
        (connection, params) =>
          useCases.spawnProcess.execute(
            connection,
            readParams(ProcessStartParams, params).toCommand(),
          ),
        (processId): ProcessStartResult => ({ processId, sandboxType: 'none' }),
      ),
    ],
    [
      METHODS.processRead,
      method(
        (connection, params) =>
          useCases.readOutput.execute(
            connection,
            readParams(ProcessReadParams, params).toCommand(),
          ),
        presentOutput,
        noteOutputSent,
      ),
    ],
    [
      METHODS.processWrite,
      method(
        (connection, params) =>
          useCases.writeInput.execute(
            connection,
            readParams(ProcessWriteParams, params).toCommand(),
          ),
        (status): ProcessWriteResult => ({ status }),
      ),
    ],
    [
      METHODS.processSignal,
      method(
        (connection, params) =>
          useCases.signalProcess.execute(connection, readParams(ProcessSignalParams, params)),
        () => ({}),
      ),
    ],
    [
      METHODS.processTerminate,
      method(
        (connection, params) =>
          useCases.terminateProcess.execute(connection, readParams(ProcessTerminateParams, params)),
        (running): ProcessTerminateResult => ({ running }),
      ),
    ],
    [
      METHODS.environmentInfo,
      method((connection, params) => {
        readNoParams(params);
        return useCases.describeEnvironment.execute(connection);
      }, presentEnvironment),
    ],
    [
      METHODS.environmentStatus,
      method(
        (connection, params) => {
          readNoParams(params);
          return useCases.reportStatus.execute(connection);
        },
        (status): EnvironmentStatus => ({ status }),
      ),
    ],
  ]);

const method = <Result>(
  execute: (connection: ClientConnection, params: unknown) => Result | Promise<Result>,
  present: (result: Result) => unknown,
  sent?: (channel: JsonRpcChannel, result: Result) => void,
): Method => ({
  execute,
  present: (result) => present(result as Result),
  ...(sent && { sent: (channel, result) => sent(channel, result as Result) }),
});
