import type { Block, Branch, Expression, Node } from "./ast.ts";
import { type ParseEmbedded, parseExpression, parsePrimary, parseReference } from "./expression-parser.ts";
import { Scanner } from "./scanner.ts";
import { TemplateError } from "./template-error.ts";

/** What ends a block: `#end` for all, `#else` and `#elseif` inside `#if`. */
type Terminator = "end" | "else" | "elseif";

/** Directives of Velocity that mapping templates have no use for: AWS documents none of them. */
const UNAVAILABLE = new Set(["macro", "define", "evaluate", "include", "parse", "literal"]);

const DIRECTIVE = /#(?:([a-zA-Z][a-zA-Z0-9_]*)|\{([a-zA-Z][a-zA-Z0-9_]*)\})/y;
const REST_OF_LINE = /[ \t]*\r?\n/y;

/**
 * Parses a template as Velocity 1.7 does, which is the dialect API Gateway's templates are written in.
 * Written here because the tokens matter: which blanks a directive swallows, where a backslash escapes and where it is
 * text, what is a lexical error. The JavaScript parsers at hand drop exactly that, and the positions with it.
 *
 * @throws TemplateError
 */
export function parseTemplate(text: string): Block {
  return new TemplateParser(text, false).parse();
}

class TemplateParser {
  readonly #scanner: Scanner;
  readonly #embedded: boolean;
  readonly #parseEmbedded: ParseEmbedded = (text) => new TemplateParser(text, true).parse();
  #nodes: Node[] = [];
  /** Plain text since the last token that was not text. */
  #text = "";
  /** Where the last reference ended, if in a property or an index: `##` begins no comment there. */
  #member = -1;

  constructor(text: string, embedded: boolean) {
    this.#scanner = new Scanner(text);
    this.#embedded = embedded;
  }

  parse(): Block {
    const { block, terminator } = this.#block([]);
    if (terminator !== undefined) throw this.#scanner.fail(`#${terminator} belongs to no directive`);
    return block;
  }

  /** Reads up to one of the terminators, which is taken; or to the end of the text. */
  #block(terminators: readonly Terminator[]): { block: Block; terminator: Terminator | undefined } {
    const outer = this.#nodes;
    this.#nodes = [];
    const terminator = this.#readNodes(terminators);
    this.#flush();
    const block = this.#nodes;
    this.#nodes = outer;
    return { block, terminator };
  }

  #readNodes(terminators: readonly Terminator[]): Terminator | undefined {
    const scanner = this.#scanner;
    while (!scanner.ended) {
      this.#text += scanner.match(/[^$#\\]+/y) ?? "";
      const next = scanner.peek();
      if (next === "\\") this.#backslashes();
      else if (next === "$") this.#reference(0);
      else if (next === "#") {
        const terminator = this.#hash(terminators);
        if (terminator !== undefined) return terminator;
      }
    }
    return undefined;
  }

  /** Backslashes mean something only directly before a reference or a known directive. */
  #backslashes(): void {
    const scanner = this.#scanner;
    const run = scanner.match(/\\+/y) ?? "";
    if (scanner.peek() === "$" && /\$!?\{?[A-Za-z_]/y.test(scanner.text.slice(scanner.at, scanner.at + 4))) {
      this.#reference(run.length);
      return;
    }
    const directive = scanner.peek() === "#" ? this.#peekDirective() : undefined;
    if (directive === undefined || !isKnown(directive.name)) {
      this.#text += run;
      return;
    }
    const escaped = run.length % 2 === 1;
    this.#text += escaped || directive.name !== "set" ? run.slice(Math.ceil(run.length / 2)) : run;
    if (!escaped) return;
    this.#text += directive.text;
    scanner.at += directive.text.length;
  }

  #reference(escapes: number): void {
    const scanner = this.#scanner;
    const reference = parseReference(scanner, this.#parseEmbedded);
    if (reference !== undefined) {
      this.#flush();
      this.#nodes.push({ kind: "reference", reference, escapes });
      const last = reference.path.at(-1)?.kind;
      const open = last === "property" || last === "index";
      this.#member = open && !reference.text.endsWith("}") ? scanner.at : -1;
      return;
    }
    this.#plain("$");
  }

  /** A `$` or `#` that begins nothing. As the very last character Velocity's lexer takes it for an error. */
  #plain(character: string): void {
    this.#scanner.at++;
    if (this.#scanner.ended && !this.#embedded) {
      throw this.#scanner.fail(`a ${character} at the very end of a template is a lexical error in Velocity`);
    }
    this.#text += character;
  }

  #hash(terminators: readonly Terminator[]): Terminator | undefined {
    const scanner = this.#scanner;
    if (scanner.at === this.#member && scanner.match(/#(?=#(?:[^#*]|$))/y) !== undefined) {
      // Velocity's lexer still looks for more of the reference there: `$a.b## text` prints the signs, but `##end` ends.
      const branch = /^(?:if|elseif|else|end)$/.test(this.#peekDirective()?.name ?? "");
      if (!branch) {
        this.#text += "#";
        this.#plain("#");
        return undefined;
      }
    } else if (scanner.match(/##[^\n]*\n?/y) !== undefined) {
      this.#flush();
      return undefined;
    }
    if (scanner.peek(1) === "*") return this.#delimited("#*", "*#", false);
    if (scanner.peek(1) === "[" && scanner.peek(2) === "[") return this.#delimited("#[[", "]]#", true);
    const directive = this.#peekDirective();
    if (directive === undefined) {
      this.#plain("#");
      return undefined;
    }
    return this.#directive(directive.name, directive.text, terminators);
  }

  #directive(name: string, text: string, terminators: readonly Terminator[]): Terminator | undefined {
    const scanner = this.#scanner;
    const start = scanner.at;
    scanner.at += text.length;
    if (UNAVAILABLE.has(name))
      throw new TemplateError(`#${name} is not available in API Gateway's mapping templates`, scanner.position(start));
    switch (name) {
      case "end":
      case "else":
      case "elseif":
        if (!terminators.includes(name)) throw scanner.fail(`#${name} belongs to no directive`, start);
        this.#flush();
        if (name !== "elseif") scanner.match(REST_OF_LINE);
        return name;
      case "set":
        if (scanner.match(/[ \t]*\(/y) !== undefined) this.#set();
        else this.#text += text;
        return undefined;
      case "if":
        this.#flush();
        this.#nodes.push(this.#if());
        break;
      case "foreach":
        this.#flush();
        this.#nodes.push(this.#foreach());
        break;
      case "break":
      case "stop":
        this.#flush();
        this.#nodes.push({ kind: name });
        break;
      default:
        this.#text += text;
        return undefined;
    }
    return undefined;
  }

  #set(): void {
    const scanner = this.#scanner;
    // The lexer's token for #set begins with the blanks before it, when no text token has taken them already.
    if (/^[ \t]*$/.test(this.#text)) this.#text = "";
    this.#flush();
    scanner.skipSpace();
    const target = scanner.peek() === "$" ? parseReference(scanner, this.#parseEmbedded) : undefined;
    if (target === undefined) throw scanner.fail("#set needs a reference on its left side");
    scanner.skipSpace();
    scanner.expect("=");
    const value = parseExpression(scanner, this.#parseEmbedded);
    this.#closeParenthesis();
    this.#nodes.push({ kind: "set", target, value });
  }

  #if(): Node {
    const branches: Branch[] = [];
    for (;;) {
      const condition = this.#condition();
      const { block, terminator } = this.#block(["end", "else", "elseif"]);
      branches.push({ condition, body: block });
      switch (terminator) {
        case "end":
          return { kind: "if", branches, otherwise: [] };
        case "else": {
          const otherwise = this.#block(["end"]);
          if (otherwise.terminator === undefined) throw this.#scanner.fail("#else has no #end");
          return { kind: "if", branches, otherwise: otherwise.block };
        }
        case "elseif":
          break;
        case undefined:
          throw this.#scanner.fail("#if has no #end");
        default: {
          const never: never = terminator;
          throw new Error(`unknown terminator ${String(never)}`);
        }
      }
    }
  }

  #condition(): Expression {
    this.#scanner.match(/[ \t]*/y);
    this.#scanner.expect("(");
    const condition = parseExpression(this.#scanner, this.#parseEmbedded);
    this.#closeParenthesis();
    return condition;
  }

  #foreach(): Node {
    const scanner = this.#scanner;
    scanner.match(/[ \t]*/y);
    scanner.expect("(");
    scanner.skipSpace();
    const variable = scanner.peek() === "$" ? parseReference(scanner, this.#parseEmbedded) : undefined;
    if (variable === undefined || variable.path.length > 0) throw scanner.fail("#foreach needs a plain variable");
    scanner.skipSpace();
    // Any word will do, as with Velocity 1.7 itself.
    if (scanner.match(/[A-Za-z]+/y) === undefined) throw scanner.fail("#foreach needs the word in");
    const items = parsePrimary(scanner, this.#parseEmbedded);
    this.#closeParenthesis();
    const { block, terminator } = this.#block(["end"]);
    if (terminator === undefined) throw scanner.fail("#foreach has no #end");
    return { kind: "foreach", variable: variable.name, items, body: block };
  }

  #closeParenthesis(): void {
    this.#scanner.skipSpace();
    this.#scanner.expect(")");
    this.#scanner.match(REST_OF_LINE);
  }

  #delimited(open: string, close: string, keep: boolean): undefined {
    const scanner = this.#scanner;
    const start = scanner.at;
    const end = scanner.text.indexOf(close, start + open.length);
    if (end < 0) throw scanner.fail(`${open} is not closed`, start);
    scanner.at = end + close.length;
    this.#flush();
    if (keep) this.#nodes.push({ kind: "text", text: scanner.text.slice(start + open.length, end) });
  }

  #peekDirective(): { name: string; text: string } | undefined {
    DIRECTIVE.lastIndex = this.#scanner.at;
    const found = DIRECTIVE.exec(this.#scanner.text);
    return found === null ? undefined : { name: found[1] ?? found[2] ?? "", text: found[0] };
  }

  #flush(): void {
    if (this.#text !== "") this.#nodes.push({ kind: "text", text: this.#text });
    this.#text = "";
  }
}

function isKnown(name: string): boolean {
  return ["set", "if", "elseif", "else", "end", "foreach", "break", "stop"].includes(name) || UNAVAILABLE.has(name);
}
