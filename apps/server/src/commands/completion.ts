import { plugins } from "../plugins.ts";
import { type Setting, settings } from "../settings.ts";
import { UsageError } from "../usage-error.ts";

const shells: Readonly<Record<string, (words: Words) => string>> = { bash, fish, zsh };

interface Words {
  readonly commands: readonly (readonly [name: string, description: string])[];
  readonly tools: readonly string[];
  readonly flags: readonly Flag[];
}

interface Flag {
  readonly name: string;
  readonly description: string;
  /** Whether a value follows, and which values there are. */
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** Prints a script that teaches a shell this program's commands, options and tools. */
export async function runCompletion(
  [shell, ...rest]: readonly string[],
  commands: Readonly<Record<string, { readonly description: string }>>,
): Promise<void> {
  const print = shell === undefined || rest.length > 0 ? undefined : shells[shell];
  if (print === undefined) {
    throw new UsageError(
      `completion takes one of ${Object.keys(shells).join(", ")}, as in: planton-mcp completion zsh`,
    );
  }
  const described = Object.entries(commands).map(([name, { description }]) => [name, description] as const);
  console.log(print(wordsOf(described)));
}

function wordsOf(commands: Words["commands"]): Words {
  const all: readonly Setting<unknown>[] = Object.values(settings);
  const flags = all.flatMap(({ flag, value, description }) =>
    flag === undefined ? [] : [{ name: flag, description, takesValue: value !== undefined, choices: choicesIn(value) }],
  );
  const plain = { takesValue: false, choices: [] };
  return {
    commands,
    tools: plugins.flatMap(({ catalogue }) => catalogue.tools.map(({ name }) => name)).sort(),
    flags: [
      ...flags,
      { name: "help", description: "Show help.", ...plain },
      { name: "version", description: "Show the version.", ...plain },
    ],
  };
}

/** The values that help shows as `one|another`. */
function choicesIn(value = ""): readonly string[] {
  return value.includes("|") ? value.split("|") : [];
}

function bash({ commands, tools, flags }: Words): string {
  const cases = flags
    .filter(({ takesValue }) => takesValue)
    .map(
      ({ name, choices }) =>
        `    --${name}) COMPREPLY=(${choices.length === 0 ? '$(compgen -f -- "$word")' : `$(compgen -W "${choices.join(" ")}" -- "$word")`}); return ;;`,
    );
  return `_planton_mcp() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  case "$previous" in
${cases.join("\n")}
    call) COMPREPLY=($(compgen -W "${tools.join(" ")}" -- "$word")); return ;;
    completion) COMPREPLY=($(compgen -W "${Object.keys(shells).join(" ")}" -- "$word")); return ;;
  esac
  COMPREPLY=($(compgen -W "${[...commands.map(([name]) => name), ...flags.map(({ name }) => `--${name}`)].join(" ")}" -- "$word"))
}
complete -F _planton_mcp planton-mcp`;
}

function zsh({ commands, tools, flags }: Words): string {
  const quoted = (text: string) =>
    text.replace(/['[\]:]/g, (character) => (character === "'" ? "'\\''" : `\\${character}`));
  const options = flags.map(({ name, description, takesValue, choices }) => {
    const values = takesValue ? `:value:${choices.length === 0 ? "_files" : `(${choices.join(" ")})`}` : "";
    return `  '--${name}[${quoted(description)}]${values}'`;
  });
  return `#compdef planton-mcp
_planton_mcp() {
  local -a commands options
  commands=(
${commands.map(([name, description]) => `    '${name}:${quoted(description)}'`).join("\n")}
  )
  _arguments -C \\
${options.map((option) => `  ${option} \\`).join("\n")}
    '1:command:{_describe command commands}' \\
    '2:argument:(${[...tools, ...Object.keys(shells)].join(" ")})' \\
    '*::rest:_files'
}
compdef _planton_mcp planton-mcp`;
}

function fish({ commands, tools, flags }: Words): string {
  const quoted = (text: string) => `'${text.replace(/['\\]/g, "\\$&")}'`;
  return [
    "complete -c planton-mcp -f",
    ...commands.map(
      ([name, description]) => `complete -c planton-mcp -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ),
    `complete -c planton-mcp -n '__fish_seen_subcommand_from call' -a ${quoted(tools.join(" "))}`,
    `complete -c planton-mcp -n '__fish_seen_subcommand_from completion' -a ${quoted(Object.keys(shells).join(" "))}`,
    ...flags.map(({ name, description, takesValue, choices }) => {
      const values = !takesValue ? "" : choices.length === 0 ? " -r -F" : ` -x -a ${quoted(choices.join(" "))}`;
      return `complete -c planton-mcp -l ${name} -d ${quoted(description)}${values}`;
    }),
  ].join("\n");
}
