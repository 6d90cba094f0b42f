import { forbidProcessesAndSockets } from './forbid-processes.mjs';

forbidProcessesAndSockets();
