/** A listening TCP socket that this process was started with. */
export interface PassedSocket {
  readonly fd: number;
  /** For the log: `FileDescriptorName=` of the unit of the socket. */
  readonly name?: string;
}

/** What systemd says to a service that it starts: sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3). */
export interface ServiceEnvironment {
  readonly sockets: readonly PassedSocket[];
  /** Where sd_notify(3) messages go. Undefined: there is no service manager. */
  readonly notifySocket: string | undefined;
  /** The service is ended when it has not been heard for this long. Undefined: it is not watched. */
  readonly watchdogMs: number | undefined;
}

type Variables = Record<string, string | undefined>;

/** The first descriptor behind the standard streams. */
const FIRST_SOCKET = 3;
const US_PER_MS = 1000;
/** A larger number is no count of sockets. */
const COUNT = /^[0-9]{1,3}$/;
/** A larger one means that there is no watchdog. */
const MICROSECONDS = /^[1-9][0-9]{0,15}$/;
const UNNAMED = 'unknown';

/**
 * Reads what the service manager says to the process `pid`, and removes it from `variables`, so that children do not take it for
 * theirs. What it says to another process, such as the parent, is not for this one.
 *
 * @throws {RangeError} when the number of sockets is none
 */
export const takeServiceEnvironment = (variables: Variables, pid: number): ServiceEnvironment => {
  const take = (name: string): string | undefined => {
    const value = variables[name];
    delete variables[name];
    return value;
  };
  const [count, names] = [take('LISTEN_FDS'), take('LISTEN_FDNAMES')];
  const isListener = take('LISTEN_PID') === `${pid}`;
  take('LISTEN_PIDFDID');
  const [microseconds = '', watched] = [take('WATCHDOG_USEC'), take('WATCHDOG_PID')];
  const isWatched = watched === undefined || watched === `${pid}`;
  return {
    sockets: isListener && count !== undefined ? toSockets(count, names) : [],
    notifySocket: take('NOTIFY_SOCKET') || undefined,
    watchdogMs:
      isWatched && MICROSECONDS.test(microseconds) ? Number(microseconds) / US_PER_MS : undefined,
  };
};

const toSockets = (count: string, names = ''): readonly PassedSocket[] => {
  if (!COUNT.test(count)) {
    throw new RangeError(`LISTEN_FDS=${count} is no number of sockets; expected 0 to 999`);
  }
  const named = names.split(':');
  return Array.from({ length: Number(count) }, (_, index) => ({
    fd: FIRST_SOCKET + index,
    name: named[index] || UNNAMED,
  }));
};
