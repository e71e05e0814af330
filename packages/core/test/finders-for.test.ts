import { expect, test } from "vitest";
import { findersFor } from "../src/call/finders-for.ts";

const neighbours = ["get_team", "list_runner_registrations", "list_github_repositories", "search_credentials"];

test.each([
  ["get_runner_registration", ["list_runner_registrations"]],
  ["describe_repository", ["list_github_repositories"]],
  ["generate_runner_credentials", ["list_runner_registrations", "search_credentials"]],
  ["get_team", ["list_runner_registrations", "list_github_repositories", "search_credentials"]],
])("what %s did not find may be found with %s", (tool, finders) => {
  expect(findersFor(tool, neighbours)).toEqual(finders);
});
