// What the SDK takes from its platform, without the JSON Schema validator that it would make for every server.
export { default as process } from "node:process";

/** Refuses to validate: nothing in this server asks the SDK to. */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new TypeError("This server validates no JSON Schema.");
  }
}
