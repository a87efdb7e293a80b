import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { XMLValidator } from "fast-xml-parser";
import { graphOf } from "../../statemachines/asl/graph.ts";
import { mermaid } from "../../statemachines/asl/mermaid.ts";
import { svg } from "../../statemachines/asl/svg.ts";
import { walk } from "../../statemachines/asl/walk.ts";
import { MACHINES } from "../../statemachines/machines.ts";

const FOLDER = join(import.meta.dirname, "../../docs/diagrams");
const MEND = "npm run asl -- diagrams";

describe("diagrams of the state machines", () => {
  for (const [name, { definition }] of Object.entries(MACHINES)) {
    const graph = graphOf(definition);

    it(`${name}: docs/diagrams shows the definition as it is (else: ${MEND})`, () => {
      expect(readFileSync(join(FOLDER, `${name}.mmd`), "utf8")).to.equal(mermaid(graph));
      expect(readFileSync(join(FOLDER, `${name}.svg`), "utf8")).to.equal(svg(graph, name));
    });

    it(`${name}: shows every state, and an arrow away from each`, () => {
      const names = [...walk(definition)].map((visit) => visit.name);
      expect(graph.nodes.map(({ label }) => label)).to.include.members(names);
      const stuck = graph.nodes.filter(
        ({ id, kind }) => kind !== "end" && !graph.edges.some(({ from }) => from === id),
      );
      expect(stuck).to.deep.equal([]);
    });

    it(`${name}: is well-formed XML`, () => {
      expect(XMLValidator.validate(svg(graph, name))).to.equal(true);
    });
  }

  it("are of machines that exist", () => {
    const shown = new Set(readdirSync(FOLDER).map((file) => file.replace(/\.(?:mmd|svg)$/, "")));
    expect([...shown].sort()).to.deep.equal(Object.keys(MACHINES).sort());
  });

  it("survive any text in a label", () => {
    const label = "<b>\"&'\\{%";
    const graph = graphOf({ StartAt: label, States: { [label]: { Type: "Succeed" } } });
    expect(XMLValidator.validate(svg(graph, label))).to.equal(true);
    expect(mermaid(graph)).to.include('(["&lt;b&gt;&quot;&amp;\'\\{%"])');
  });
});
