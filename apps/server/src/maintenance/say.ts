/** Tells whoever runs a maintenance command something beside its result, which alone goes to standard output. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
