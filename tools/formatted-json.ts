import { format } from 'oxfmt';

/** JSON as `npm run format` leaves it (oxfmt.config.mjs), so that a document that is written anew is also well formatted. */
export async function formattedJson(text: string): Promise<string> {
  return (await format('document.json', text, { printWidth: 140 })).code;
}
