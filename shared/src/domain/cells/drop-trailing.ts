/** `text` without the run of `character` at its end; a loop, since `/ +$/` is quadratic on long runs. */
export function dropTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return end === text.length ? text : text.slice(0, end);
}
