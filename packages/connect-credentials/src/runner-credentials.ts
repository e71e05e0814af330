import type { RunnerCredentials } from "@planton-mcp/api/connect/runnerregistration/v1/runner_credentials";

/** The answer that shows a runner's credentials, all of them in the one field that may: what the runner is set up with. */
export function runnerCredentials({ org, runner, ...given }: RunnerCredentials) {
  return {
    org,
    runner,
    credentials: {
      type: given.type,
      org,
      runner,
      channel_identifier: given.channelIdentifier,
      api_key: given.apiKey,
      planton_api_endpoint: given.plantonApiEndpoint,
      tunnel_endpoint: given.tunnelEndpoint,
      ca_certificate: given.caCertificate,
      agent_certificate: given.agentCertificate,
      agent_private_key: given.agentPrivateKey,
    },
  };
}
