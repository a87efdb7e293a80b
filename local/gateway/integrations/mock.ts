import { parseObject } from "../../json.ts";
import { Failure } from "../failure.ts";
import { type Backend, plainReply } from "./backend.ts";

/** MOCK: the request template says which status to answer with; there is no backend (DG/how-to-mock-integration). */
export const mock: Backend = ({ body }) => {
  const status = statusOf(body);
  if (status === undefined) {
    throw new Failure(
      "internal",
      `a MOCK integration's request template must render JSON with an integer statusCode, such as {"statusCode": 200}; it rendered ${body.slice(0, 200)}`,
    );
  }
  return plainReply(status, "");
};

/** Templates of mocks render the same few texts over and over. */
const known = new Map<string, number | undefined>();
const KNOWN_LIMIT = 100;

function statusOf(body: string): number | undefined {
  if (known.has(body)) return known.get(body);
  const status = parseStatus(body);
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(body, status);
  return status;
}

function parseStatus(body: string): number | undefined {
  const status = Number(parseObject(body)?.["statusCode"]);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}
