/** Something outside the program keeps it from starting: one sentence, and exit code 1. */
export class StartError extends Error {
  override readonly name = "StartError";
}
