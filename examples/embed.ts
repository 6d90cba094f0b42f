// An exec-server inside your own program:
//   node examples/embed.ts
import { type Logger, startExecServer } from 'exec-server';

const logger: Logger = {
  debug: () => undefined,
  info: (message, fields) => console.log(`[exec-server] ${message}`, fields ?? ''),
  warn: console.warn,
  error: console.error,
};

const server = await startExecServer({
  listen: 'ws://127.0.0.1:0',
  limits: { sessionTtlMs: 10 * 60_000, maxProcessesPerSession: 100 },
  logger,
});
console.log(`clients may dial ${server.url}`);

// Your program goes on here. At its end:
await server.close();
