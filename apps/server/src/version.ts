import manifest from "../package.json" with { type: "json" };

export const { version } = manifest;

/** How this program names itself to the Planton API. */
export const userAgent = `planton-mcp/${version}`;
