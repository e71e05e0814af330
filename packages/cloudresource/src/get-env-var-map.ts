import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { defineWorkflow, invalidArguments, text } from "@planton-mcp/core";
import { checkManifestText } from "@planton-mcp/kinds";

const { getEnvVarMap: getMap } = CloudResourceQueryController.method;

export const getEnvVarMap = defineWorkflow({
  name: "get_env_var_map",
  title: "Get a manifest's environment variables",
  description:
    "Resolves the environment variables of a manifest, references followed. Of secrets it shows the names; their values stay hidden.",
  effect: "read",
  input: { yaml_content: text("Manifest as YAML") },
  example: {
    yaml_content:
      "kind: KubernetesDeployment\nmetadata: {name: shop, org: acme, env: dev}\nspec: {container: {app: {env: {variables: {LOG_LEVEL: {value: info}}}}}}\n",
  },
  keywords: ["environment", "config"],
  reads: [getMap],
  run: async ({ yaml_content }, { read, keepSecret }) => {
    const checked = await checkManifestText(yaml_content);
    // The API takes less than a whole manifest. What is no YAML at all, nobody takes.
    const unreadable = checked.ok ? [] : checked.problems.filter(({ path }) => path === "");
    if (unreadable.length > 0) {
      const problems = unreadable.map(({ line, column, message }) => ({
        argument: "yaml_content",
        message: line === undefined ? message : `Line ${line}, column ${column}: ${message}`,
      }));
      throw invalidArguments(problems);
    }
    const answer = await read(getMap, { yamlContent: yaml_content });
    // A variable may hold what is also a secret.
    for (const secret of Object.values(answer.secrets)) keepSecret(secret);
    return answer;
  },
});
