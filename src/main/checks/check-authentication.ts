import { checkFields, isBoolean, isText, type Rule, requireRecord, rule } from './rules.js';

const MODES = ['capability-token', 'signed-bearer-token'];
const text = rule('a text', isText);
const atLeast = (min: number, unit: string): Rule =>
  rule(
    `a number of ${unit} from ${min}`,
    (value) => typeof value === 'number' && value >= min && Number.isFinite(value),
  );

const COMMON: Readonly<Record<string, Rule>> = {
  mode: rule(`'${MODES.join("' or '")}', or an object with the method authenticate`, (mode) =>
    MODES.includes(mode as string),
  ),
};
const CAPABILITY_TOKEN: Readonly<Record<string, Rule>> = {
  ...COMMON,
  tokenFile: text,
  tokenSha256: text,
};
const SIGNED_BEARER_TOKEN: Readonly<Record<string, Rule>> = {
  ...COMMON,
  sharedSecretFile: text,
  issuer: rule('a text', (value) => typeof value === 'string'),
  audience: rule('a text', (value) => typeof value === 'string'),
  maxClockSkewSeconds: atLeast(0, 'seconds'),
  maxTokenLifetimeMs: atLeast(1, 'milliseconds'),
};

const checkAuthenticates = rule(
  'true or false',
  (value) => value === undefined || isBoolean(value),
);

/** Checks the fields of the port of an `Authenticator`, and every field of a mode. */
export const checkAuthentication: Rule = (value, name) => {
  const fields = requireRecord(value, name);
  if ('authenticate' in fields) {
    rule('a function', (method) => typeof method === 'function')(
      fields.authenticate,
      `${name}.authenticate`,
    );
    checkAuthenticates(fields.authenticates, `${name}.authenticates`);
    return;
  }
  COMMON.mode?.(fields.mode, `${name}.mode`);
  const rules = fields.mode === 'capability-token' ? CAPABILITY_TOKEN : SIGNED_BEARER_TOKEN;
  checkFields(fields, rules, `${name}.`);
  if (fields.mode === 'signed-bearer-token') {
    text(fields.sharedSecretFile, `${name}.sharedSecretFile`);
  }
};
