/**
 * Text from outside as Postgres can store it, as text and within JSON: NUL and lone halves of surrogate pairs become U+FFFD. A lone half also
 * arises where a text is cut, so cut first.
 */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
