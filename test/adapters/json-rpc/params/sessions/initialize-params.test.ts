import { InitializeParams } from '../../../../../src/adapters/json-rpc/params/sessions/initialize-params.js';
import { describeParams } from '../describe-params.js';

describeParams(InitializeParams, { clientName: 'c', resumeSessionId: 's' }, [
  { name: 'clientName', presence: 'required', kind: 'text', right: ['', 'é\u0000'] },
  { name: 'resumeSessionId', presence: 'nullable', kind: 'text', right: [''] },
]);
