import type { ClientConnection } from '../../application/connection/client-connection.js';
import type { RequestSpan } from '../../application/ports/tracing.js';
import type { JsonRpcChannel } from './json-rpc-channel.js';
import type { ParamsClass } from './params/params-plan.js';
import { paramsReader } from './params/read-params.js';

/** One method: reads its parameters, runs its use-case, and presents the result. */
export interface Method {
  /** @param span undefined: the request is not traced. @throws {ExecServerError} or rejects with it. */
  execute(connection: ClientConnection, params: unknown, span?: RequestSpan): unknown;
  /** Separate from `execute`, since a large result is serialized only when there is room to send it. */
  present(result: unknown): unknown;
  /** Set where notifications follow that do not wait for room: neither does the reply, which is short. */
  readonly precedesNotifications?: true;
  /** Called when the reply has been sent, where its content counts as delivered. */
  onReplied?(channel: JsonRpcChannel, result: unknown): void;
}

/** Reads parameters whose class converts itself to the use-case's command. */
export const command = <T>(type: ParamsClass<{ toCommand(): T }>): ((given: unknown) => T) => {
  const read = paramsReader(type);
  return (given) => read(given).toCommand();
};

interface UseCase<T, Result> {
  execute(connection: ClientConnection, command: T, span?: RequestSpan): Result | Promise<Result>;
}

/** A method of a use-case. @param sent - called when the reply has been sent */
export const method = <T, Result>(
  read: (params: unknown) => T,
  useCase: UseCase<T, Result>,
  present: (result: Result) => unknown,
  sent?: (channel: JsonRpcChannel, result: Result) => void,
): Method => ({
  execute: (connection, given, span) => useCase.execute(connection, read(given), span),
  present: (result) => present(result as Result),
  ...(sent && { onReplied: (channel, result) => sent(channel, result as Result) }),
});

/** That method, whose reply precedes all notifications of what it starts. */
export const beforeNotifications = (starting: Method): Method => ({
  ...starting,
  precedesNotifications: true,
});

/** The result of a method that has none. */
export const presentNothing = (): object => ({});
