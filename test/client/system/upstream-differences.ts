const NO_END_OF_INPUT = 'standard input on a pipe has no end';
const NO_SIGTERM = 'only SIGINT and SIGKILL can be sent';
const NO_DANGLING_LINKS = 'links without a target are left out of a directory';

/**
 * What the client cannot do as on our own server when upstream, codex exec-server, is the server: the title of the test and why. Besides, no
 * child process has a pid.
 */
export const UPSTREAM_DIFFERENCES: Readonly<Record<string, string>> = {
  'a time-out': NO_SIGTERM,
  'a signal goes to the process group': NO_SIGTERM,
  'runs commands whose output and input survive any faults of the connection': NO_END_OF_INPUT,
  'writes input over a link that breaks each 300 KB': NO_END_OF_INPUT,
  'copies files over a link that breaks each 300 KB': 'open files end with their connection',
  'leaves a process running that another client follows from where it left off':
    'a session cannot be ended, it expires',
  'does not take a session from a client that is alive, unless it is told to':
    'a session cannot be taken over',
  'observes a session beside the client that is attached to it': 'there are no observers',
  'pauses a process whose reader is slow, while others go on':
    'there is no list of processes, and none is paused',
  'a header beyond ASCII': 'such headers are left out',
  readdir: NO_DANGLING_LINKS,
  'readdir with types': NO_DANGLING_LINKS,
  rm: NO_DANGLING_LINKS,
  'a name that is not UTF-8 is listed with U+FFFD, and reached by its bytes':
    'a path must be UTF-8',
};

/** The same, where the rule cannot be tried: it would wait for ever, or leave a process behind. */
export const UNTRIED_UPSTREAM: Readonly<Record<string, string>> = {
  'input and its end': NO_END_OF_INPUT,
  'binary input and output of 1 MiB': NO_END_OF_INPUT,
  'input that the process does not take': 'writes to a closed pipe do not fail',
  'kill by default': NO_SIGTERM,
};
