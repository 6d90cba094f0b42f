// Two servers in one process, with and without acknowledgements of output, since two processes of the same program differ by
// some per cent for as long as they live. Prints the URL of either.
import { pathToFileURL } from 'node:url';

/** Without acknowledgements nothing can wait for them: what is old is dropped, arrived or not. */
const WITHOUT = {
  limits: {
    ackIntervalBytes: Number.POSITIVE_INFINITY,
    outputWindowBytes: Number.POSITIVE_INFINITY,
  },
  overflow: 'evict',
};

const { startExecServer } = await import(pathToFileURL(process.argv[2]).href);
const servers = [await startExecServer({}), await startExecServer(WITHOUT)];
console.log(servers.map(({ url }) => url).join(' '));
