/** Makes every start of a child process and every use of a socket throw; returns what undoes it. */
export declare const forbidProcessesAndSockets: () => () => void;
