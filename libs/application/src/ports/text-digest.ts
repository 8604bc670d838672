/** SHA-256, which neither the domain nor a use case can compute by itself. */
export abstract class TextDigest {
  /** SHA-256 of the text as UTF-8, 64 hexadecimal digits in lower case. */
  abstract sha256(text: string): string;
}
