import * as z from "zod";
import type { Complete } from "./complete.ts";
import type { DeclaredMethod, ToolContext } from "./tool.ts";

/** An MCP prompt with its types erased. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** The tools it can't do without; it is offered only where all of them are. */
  readonly tools: readonly string[];
  readonly reads: readonly DeclaredMethod[];
  readonly render: (args: never, context: ToolContext) => Promise<string>;
  /** Values by argument. */
  readonly complete: Readonly<Record<string, Complete>>;
}

export interface PromptSpec<Shape extends Readonly<Record<string, z.ZodType<string | undefined>>>>
  extends Omit<Prompt, "input" | "render" | "reads" | "complete"> {
  /** Arguments; MCP knows only strings, required or optional. */
  readonly input: Shape;
  /** The RPCs by which it gathers live facts, and those by which it completes. */
  readonly reads?: readonly DeclaredMethod[];
  readonly render: (args: z.output<z.ZodObject<Shape>>, context: ToolContext) => Promise<string>;
  readonly complete?: { readonly [argument in keyof Shape]?: Complete };
}

/** Defines an MCP prompt: what it asks for, which tools it leads through, and the text it makes. */
export function definePrompt<Shape extends Readonly<Record<string, z.ZodType<string | undefined>>>>(
  spec: PromptSpec<Shape>,
): Prompt {
  const { complete = {}, reads = [], ...rest } = spec;
  // What is completed is among the arguments, by the type of the spec.
  return { ...rest, reads, complete: complete as Prompt["complete"], input: z.strictObject(spec.input) };
}
