import { invalid } from '../errors/slipway-error.js';
import { codePoints, hasLoneSurrogate, hasUnprintable, isStorable } from '../registry/text.js';

/** Room for any mail address (RFC 5321: 254), which is what many directories call a user. */
const MAX_IDENTITY_NAME = 254;
/** One line in a list. */
const MAX_LABEL = 200;
const MAX_DESCRIPTION = 2_000;

/** Lower-case ASCII only: two names that a person takes for one another in an approval must not exist. */
const IDENTITY_NAME = /^[a-z0-9][a-z0-9._@+-]*$/;
/** Only what no mail system takes is refused; whether the mailbox exists is not ours to know. */
const EMAIL = /^[^\s@]+@[^\s@]+$/u;

/** Gives the name back if a user, group or service account may bear it: 1-254 of `a-z 0-9 . _ @ + -`, starting with a letter or digit. Throws INVALID_ARGUMENT at `pointer`. */
export function checkIdentityName(name: string, pointer: string): string {
  if (IDENTITY_NAME.test(name) && name.length <= MAX_IDENTITY_NAME) return name;
  throw invalid(
    pointer,
    'name',
    `A name has 1 to ${MAX_IDENTITY_NAME} of the characters a-z, 0-9, '.', '_', '@', '+' and '-', and starts with a letter or digit`,
  );
}

/** Gives a one-line text for people back (a display name, the name of a token): at most 200 characters, nothing that could forge a line. Throws INVALID_ARGUMENT at `pointer`. */
export function checkLabel(text: string, pointer: string): string {
  if (hasLoneSurrogate(text) || hasUnprintable(text)) {
    throw invalid(pointer, 'text', 'This text must not contain control or bidirectional characters or a lone surrogate');
  }
  if (codePoints(text) > MAX_LABEL) throw invalid(pointer, 'length', `This text has at most ${MAX_LABEL} characters`);
  return text;
}

/** `checkLabel` for a text that must not be blank. Throws INVALID_ARGUMENT at `pointer`. */
export function checkRequiredLabel(text: string, pointer: string): string {
  if (text.trim() === '') throw invalid(pointer, 'blank', 'This text must not be blank');
  return checkLabel(text, pointer);
}

/** Gives the mail address back if it has the outer form of one and at most 254 characters (RFC 5321). Throws INVALID_ARGUMENT at `pointer`. */
export function checkEmail(email: string, pointer: string): string {
  if (EMAIL.test(email) && email.length <= MAX_IDENTITY_NAME && !hasUnprintable(email) && !hasLoneSurrogate(email)) return email;
  throw invalid(pointer, 'email', `A mail address is <mailbox>@<domain>, at most ${MAX_IDENTITY_NAME} characters`);
}

/** Gives a description of several lines back: at most 2,000 characters that the database can store. Throws INVALID_ARGUMENT at `pointer`. */
export function checkDescription(text: string, pointer: string): string {
  if (!isStorable(text)) throw invalid(pointer, 'text', 'A description must not contain NUL or a lone surrogate');
  if (codePoints(text) > MAX_DESCRIPTION) throw invalid(pointer, 'length', `A description has at most ${MAX_DESCRIPTION} characters`);
  return text;
}
