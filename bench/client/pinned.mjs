import { ALL_CORES, pin } from './processor-time.mjs';

/** Where server and client run: left to the scheduler it changes by chance, and with it the time. */
export const ONE_CORE = { server: '0', client: '0' };
const TWO_CORES = { server: '1', client: '0' };

/** Figures that are measured in both. */
export const MODES = [
  { name: 'one-core', cores: ONE_CORE, title: 'server and client on one core' },
  { name: 'two-cores', cores: TWO_CORES, title: 'on two cores' },
];

/** Runs `work` with the server and this process on the cores of a mode. */
export const pinned = async (pid, { server, client }, work) => {
  pin(pid, server);
  pin(process.pid, client);
  try {
    return await work();
  } finally {
    pin(pid, ALL_CORES);
    pin(process.pid, ALL_CORES);
  }
};
