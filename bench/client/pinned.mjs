import { ALL_CORES, pin } from './processor-time.mjs';

/** Where server and client run: left to the scheduler it changes by chance, and with it the time. */
export const ONE_CORE = { server: '0', client: '0' };
export const TWO_CORES = { server: '1', client: '0' };

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
