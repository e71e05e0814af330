export const secretFields: ReadonlySet<string> = new Set<string>([]);
