import { EnvironmentConfigReadParams } from '../../../../../src/adapters/json-rpc/params/configuration/environment-config-read-params.js';
import { describeParams } from '../describe-params.js';

describeParams(
  EnvironmentConfigReadParams,
  { cwd: 'file:///p', configPaths: [['a', 'b']], requirementsPaths: [] },
  [
    { name: 'cwd', presence: 'required', kind: 'text' },
    {
      name: 'configPaths',
      presence: 'required',
      kind: 'list',
      wrong: [['a'], [[1]], [null]],
      right: [[], [[]]],
    },
    { name: 'requirementsPaths', presence: 'required', kind: 'list', wrong: [[['a'], 'a']] },
  ],
);
