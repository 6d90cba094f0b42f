// A program that speaks JSON-RPC over its standard streams, as language servers do.
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
connection.onRequest('reverse', (text) => [...text].reverse().join(''));
connection.onNotification('exit', () => process.exit(0));
connection.listen();
