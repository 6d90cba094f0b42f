/** The connection was gone before a request was answered; whether it took effect is not known. */
export class ConnectionLost extends Error {}
