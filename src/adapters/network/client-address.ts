import type { Socket } from 'node:net';

/** The end of a connection that the client has, such as `127.0.0.1:40000`. */
export const clientOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string =>
  `${remoteAddress}:${remotePort}`;
