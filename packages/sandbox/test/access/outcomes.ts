/** How a call ends for the owner, the member and the viewer of `acme`, and for the outsider. */
export type Outcomes = readonly [owner: string, member: string, viewer: string, outsider: string];

/** A request to every method that a domain serves, and how it ends for each key. */
export type AccessTable = Readonly<Record<string, readonly [request: Record<string, unknown>, outcomes: Outcomes]>>;

export const denied = ["PermissionDenied", "PermissionDenied", "PermissionDenied"] as const;
export const everyone: Outcomes = ["OK", "OK", "OK", "OK"];
export const members: Outcomes = ["OK", "OK", "OK", "PermissionDenied"];
export const makers: Outcomes = ["OK", "OK", "PermissionDenied", "PermissionDenied"];
export const ownerOnly: Outcomes = ["OK", ...denied];
export const nobody: Outcomes = ["PermissionDenied", ...denied];
export const unserved: Outcomes = ["Unimplemented", "Unimplemented", "Unimplemented", "Unimplemented"];
export const absent: Outcomes = ["NotFound", "NotFound", "NotFound", "NotFound"];
