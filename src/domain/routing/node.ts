/** How many sessions a node has and may have, and whether it takes new ones. */
export interface NodeLoad {
  readonly sessions: number;
  readonly maxSessions: number;
  /** Sessions that are there go on and may be resumed; new ones are refused. */
  readonly isDraining: boolean;
}

/** An exec-server of a fleet, as a directory describes it. */
export interface Node extends NodeLoad {
  /** Unique in the fleet. */
  readonly name: string;
  /** `ws://HOST:PORT`, where gateways reach it. */
  readonly url: string;
}

const MAX_NAME_LENGTH = 253;

/** Whether `name` can be the name of a node: what host names consist of. */
export const isNodeName = (name: string): boolean =>
  name.length <= MAX_NAME_LENGTH && /^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$/i.test(name);

/** Whether `url` is `ws://HOST:PORT`, and one that can be dialled: with a port up to 65535. */
export const isNodeUrl = (url: string): boolean =>
  /^ws:\/\/(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.test(url) && URL.canParse(url);
