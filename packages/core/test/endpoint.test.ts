import { isLoopback, parseEndpoint } from "@planton-mcp/core/backend";
import { describe, expect, test } from "vitest";

describe("an endpoint", () => {
  test.each([
    ["api.live.planton.ai:443", "https://api.live.planton.ai:443"],
    ["https://planton.example", "https://planton.example:443"],
    ["https://planton.example:8443", "https://planton.example:8443"],
    ["localhost:8080", "http://localhost:8080"],
    ["127.0.0.1:50051", "http://127.0.0.1:50051"],
    ["[::1]:50051", "http://[::1]:50051"],
    ["http://localhost:443", "http://localhost:443"],
  ])("%s is %s", (text, url) => {
    expect(parseEndpoint(text)).toEqual({ url, secure: url.startsWith("https") });
  });

  test.each(["", "planton.example", "planton.example:", "planton.example:0", "planton.example:70000", "ftp://x:1"])(
    "%j is refused with an example of what is right",
    (text) => {
      expect(() => parseEndpoint(text)).toThrow(/is not an endpoint. Write host:port, for example/);
    },
  );

  test("on another machine needs TLS, unless that is waived", () => {
    expect(() => parseEndpoint("planton.example:80")).toThrow(/unencrypted/);
    expect(() => parseEndpoint("http://planton.example:443")).toThrow(/unencrypted/);
    expect(parseEndpoint("planton.example:80", true)).toEqual({ url: "http://planton.example:80", secure: false });
  });
});

test("only what can't leave this machine is loopback", () => {
  expect(["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "128.0.0.1", "localhost.example", "127.0.0.1.example"].some(isLoopback)).toBe(false);
});
