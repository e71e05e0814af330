/** A sandbox of its own process, as far from the server as a real Planton API on the same machine would be. */
import { createSandbox } from "@planton-mcp/sandbox";

const sandbox = createSandbox();
const { address } = await sandbox.listen();
process.send?.({ address, key: sandbox.keys.owner });
process.once("disconnect", () => process.exit());
