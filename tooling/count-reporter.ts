import type { Reporter, SerializedError, TestModule } from "vitest/node";

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/** Tells the process that started vitest how many tests passed and failed. A file that did not load is a failed test. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandledErrors.length };
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") count.passed += 1;
        if (state === "failed") count.failed += 1;
      }
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    process.send?.(count satisfies TestCount);
  }
}
