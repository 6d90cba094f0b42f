import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const TICK_US = 10_000;

const read = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

const threads = (pid) => readdirSync(`/proc/${pid}/task`);

/** Microseconds that the threads of a process have run. */
export const processorTime = (pid) =>
  threads(pid).reduce(
    (sum, thread) =>
      sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) / 1000,
    0,
  );

/** The same with its children, those that have ended included; they are counted in ticks of 10 ms. */
export const processorTimeWithChildren = (pid) => {
  // Behind the name, which may have any bytes: state is field 3, cutime and cstime are 16 and 17.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1).split(' ');
  const ended = (Number(fields[13]) + Number(fields[14])) * TICK_US;
  return children(pid).reduce(
    (sum, child) => sum + processorTimeWithChildren(child),
    Number.isNaN(ended) ? 0 : processorTime(pid) + ended,
  );
};

const children = (pid) =>
  threads(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean),
  );

/** Resident memory in MiB, with that of its children apart. */
export const residentMib = (pid) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Has all threads of a process run on these cores, such as `0` or `0,1`; children started later inherit it. */
export const pin = (pid, cores) => execFileSync('taskset', ['-a', '-p', '-c', cores, String(pid)]);

export const ALL_CORES = `0-${availableParallelism() - 1}`;
