import { MetadataFields } from './metadata-fields.js';
import { InvalidMetadata, type MetadataValue } from './metadata-value.js';
import { codePointLength, collapseWhitespace } from './text.js';

/** The dependencies and invocation policy of a skill, from its `agents/openai.yaml`. */
export interface SkillMetadata {
  readonly tools: readonly SkillTool[];
  readonly policy: SkillPolicy | undefined;
}

export interface SkillTool {
  readonly type: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly transport: string | undefined;
  readonly command: string | undefined;
  readonly url: string | undefined;
  readonly oauthCallbackPort: number | undefined;
}

interface SkillPolicy {
  readonly allowImplicitInvocation: boolean | undefined;
  readonly products: readonly string[];
}

const PRODUCTS: readonly string[] = ['chatgpt', 'codex', 'atlas'];
const INTERFACE: readonly string[] = [
  'display_name',
  'short_description',
  'icon_small',
  'icon_large',
  'brand_color',
  'default_prompt',
];
const MAX_SHORT_CHARACTERS = 64;
const MAX_CHARACTERS = 1024;
const MAX_PORT = 65_535;

/** @throws {InvalidMetadata} when a field has the wrong type; incomplete tools are left out. */
export const readSkillMetadata = (value: MetadataValue): SkillMetadata => {
  const fields = new MetadataFields(value);
  checkInterface(fields.optionalFields('interface'));
  const tools = fields.optionalFields('dependencies')?.list('tools') ?? [];
  const policy = fields.optionalFields('policy');
  return {
    tools: tools.map(readTool).filter((tool) => tool !== undefined),
    policy: policy && {
      allowImplicitInvocation: policy.flag('allow_implicit_invocation'),
      products: policy.list('products').map(readProduct),
    },
  };
};

/** Validated but not used: an invalid `interface` makes the whole file invalid. */
const checkInterface = (fields: MetadataFields | undefined): void => {
  for (const name of INTERFACE) {
    fields?.text(name);
  }
};

const readTool = (value: MetadataValue): SkillTool | undefined => {
  const fields = new MetadataFields(value);
  const read = (name: string, max = MAX_CHARACTERS): string | undefined => {
    const text = collapseWhitespace(fields.text(name) ?? '');
    return text === '' || codePointLength(text) > max ? undefined : text;
  };
  const type = read('type', MAX_SHORT_CHARACTERS);
  const text = read('value');
  const optional = {
    description: read('description'),
    transport: read('transport', MAX_SHORT_CHARACTERS),
    command: read('command'),
    url: read('url'),
    oauthCallbackPort: fields
      .optionalFields('oauth')
      ?.integer(['callback_port', 'callbackPort'], MAX_PORT),
  };
  return type === undefined || text === undefined ? undefined : { type, value: text, ...optional };
};

const readProduct = (value: MetadataValue): string => {
  const product = PRODUCTS.find(
    (known) => value.kind === 'scalar' && [known, known.toUpperCase()].includes(value.text),
  );
  if (product === undefined) {
    throw new InvalidMetadata('a product is unknown');
  }
  return product;
};
