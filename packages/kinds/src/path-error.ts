/** Nothing stands at a path of a kind. The message tells what does, or what was probably meant. */
export class PathError extends RangeError {
  override readonly name = "PathError";
}
