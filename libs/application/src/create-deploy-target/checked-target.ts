import { checkModelPattern } from '#domain/access/pattern';
import { checkInputsMapping, type InputsMapping } from '#domain/deployment/dispatch-inputs';
import { invalid } from '#domain/errors/slipway-error';
import { hasLoneSurrogate, hasUnprintable, isStorable } from '#domain/registry/text';
import type { GivenCredential } from '#application/advance-deployment/target-credentials';
import type { DeployTargetFields } from '#application/ports/deploy-target-store';

/** A credential as a caller writes it: exactly one of the two. */
export interface CredentialInput {
  readonly app?: { readonly id: string; readonly installationId?: string | null; readonly privateKey: string };
  readonly token?: string;
}

/** The fields of a deploy target as a caller writes them. */
export interface DeployTargetInput {
  readonly name: string;
  readonly models: string;
  readonly stage: string;
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  /** Texts and nulls by name. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly apiUrl?: string | null;
}

/** A line in a list, and an input of the workflow. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** GitHub's names; an owner of an Enterprise Managed User holds an underscore. */
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
/** The id, or the file's name without its folder. */
const WORKFLOW = /^(\d{1,20}|[A-Za-z0-9_.-]{1,200}\.ya?ml)$/;
/** What `git check-ref-format` refuses, shortened: blanks, controls, `~ ^ : ? * [ \`, `..`, `@{`, a slash, dot or dash in the wrong place. */
const NOT_A_REF = /[\s\p{Cc}~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\.lock$/u;
const NUMBER = /^[1-9]\d{0,19}$/;
/** A PEM of any private key: the gateway finds out whether it is an RSA key. */
const PRIVATE_KEY = /^-----BEGIN [A-Z ]*PRIVATE KEY-----\s[A-Za-z0-9+/=\s]+-----END [A-Z ]*PRIVATE KEY-----\s*$/;
const MAX_SECRET = 16_384;

/**
 * Checks those fields that are given, and gives them back as they are stored; the stage and the address are the use case's to check further.
 * @throws SlipwayError INVALID_ARGUMENT at the field.
 */
export function checkedTarget<T extends Partial<DeployTargetInput>>(input: T): Partial<DeployTargetFields> {
  const { name, models, stage, repository, workflow, ref, inputs, apiUrl } = input;
  return {
    ...(name === undefined
      ? {}
      : { name: fitting(name, NAME, '/name', 'A name has 1 to 100 letters, digits, dots, dashes and underscores') }),
    ...(models === undefined ? {} : { models: checkModelPattern(models, '/models') }),
    ...(stage === undefined ? {} : { stage }),
    ...(repository === undefined
      ? {}
      : { repository: fitting(repository, REPOSITORY, '/repository', 'Write the repository as owner/name') }),
    ...(workflow === undefined
      ? {}
      : {
          workflow: fitting(
            workflow,
            WORKFLOW,
            '/workflow',
            "The workflow is its file's name without a folder, such as deploy.yml, or its id",
          ),
        }),
    ...(ref === undefined ? {} : { ref: checkedRef(ref) }),
    ...(inputs === undefined ? {} : { inputs: checkedInputs(inputs) }),
    ...(apiUrl === undefined ? {} : { apiUrl: apiUrl === null ? null : checkedApiUrl(apiUrl) }),
  };
}

/** @throws SlipwayError INVALID_ARGUMENT; the message never holds what was given. */
export function checkedCredential({ app, token }: CredentialInput): GivenCredential {
  if ((app === undefined) === (token === undefined)) {
    throw invalid('/credential', 'credential', 'Give either app {id, installationId?, privateKey} or token');
  }
  if (token !== undefined) {
    return {
      kind: 'token',
      token: fitting(token, /^[\x21-\x7e]{1,1024}$/, '/credential/token', 'A token is 1 to 1,024 printable ASCII characters'),
    };
  }
  const { id = '', installationId = null, privateKey = '' } = app ?? {};
  if (privateKey.length > MAX_SECRET || !PRIVATE_KEY.test(privateKey.trim())) {
    throw invalid(
      '/credential/app/privateKey',
      'private_key',
      'The private key is the PEM file that GitHub gave for the App, with its BEGIN and END lines',
    );
  }
  return {
    kind: 'app',
    appId: fitting(id, NUMBER, '/credential/app/id', "The App's id is a number"),
    installationId:
      installationId === null ? null : fitting(installationId, NUMBER, '/credential/app/installationId', 'The installation id is a number'),
    privateKey,
  };
}

function fitting(text: string, pattern: RegExp, pointer: string, message: string): string {
  if (pattern.test(text)) return text;
  throw invalid(pointer, 'malformed', message);
}

function checkedInputs(inputs: Readonly<Record<string, unknown>>): InputsMapping {
  const mapping: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (value !== null && (typeof value !== 'string' || !isStorable(value))) {
      throw invalid(`/inputs/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'text', `The value of ${name} must be a text or null`);
    }
    mapping[name] = value;
  }
  checkInputsMapping(mapping);
  return mapping;
}

function checkedRef(ref: string): string {
  if (ref.length >= 1 && ref.length <= 255 && !NOT_A_REF.test(ref) && !hasUnprintable(ref) && !hasLoneSurrogate(ref)) return ref;
  throw invalid('/ref', 'malformed', 'The ref is the name of a branch or tag whose workflow file is run, such as main');
}

function checkedApiUrl(text: string): string {
  const refuse = () =>
    invalid(
      '/apiUrl',
      'url',
      "The API's address is https://HOST/api/v3 of a GitHub Enterprise Server, without query; leave it out for github.com",
    );
  if (text.length > 2_048 || !URL.canParse(text)) throw refuse();
  const url = new URL(text);
  if (
    (url.protocol !== 'https:' && url.protocol !== 'http:') ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw refuse();
  }
  return url.href.replace(/\/+$/, '');
}
