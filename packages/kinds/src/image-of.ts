/**
 * The image that a proto file stands in: its provider's, or `shared`. None for what comes with the libraries: the files
 * of google/protobuf and buf/validate.
 */
export function imageOf(file: string): string | undefined {
  if (/^(google\/protobuf|buf\/validate)\//.test(file)) return undefined;
  return /^org\/openmcf\/provider\/(\w+)\//.exec(file)?.[1] ?? "shared";
}
