import * as z from "zod";
import type { Method, ToolContext } from "./tool.ts";

/** An MCP prompt with its types erased. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** The tools it names; it is offered only where all of them are. */
  readonly tools: readonly string[];
  readonly reads: readonly Method[];
  readonly render: (args: never, context: ToolContext) => Promise<string>;
}

export interface PromptSpec<Shape extends Readonly<Record<string, z.ZodType<string | undefined>>>>
  extends Omit<Prompt, "input" | "render" | "reads"> {
  /** Arguments; MCP knows only strings, required or optional. */
  readonly input: Shape;
  /** The RPCs by which it gathers live facts. */
  readonly reads?: readonly Method[];
  readonly render: (args: z.output<z.ZodObject<Shape>>, context: ToolContext) => Promise<string>;
}

/** Defines an MCP prompt: what it asks for, which tools it leads through, and the text it makes. */
export function definePrompt<Shape extends Readonly<Record<string, z.ZodType<string | undefined>>>>(
  spec: PromptSpec<Shape>,
): Prompt {
  return { reads: [], ...spec, input: z.strictObject(spec.input) };
}
