/** Text that arrives in pieces, as whole lines. */

/**
 * The lines of a stream, without their ends; what follows the last line end is dropped: the rest of
 * it never came. Empty lines are passed over.
 * @param {ReadableStream<Uint8Array> | null} stream
 * @returns {AsyncGenerator<string>}
 */
export async function* readLines(stream) {
  if (stream === null) return;
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const pieces = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = pieces.pop() ?? "";
    yield* pieces.filter((piece) => piece !== "");
  }
}
